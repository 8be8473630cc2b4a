// Leads that come by a plan, whatever became of those before: an open-loop load at as little CPU as a program can need,
// because generator, buyers and the server under test share a small machine, and what the one takes the others lack.
//
// One thread, one epoll, kept-alive connections that are opened ahead and used in turn, one request at a time on each.
// A lead that is due while all of them are in use is not sent. The plan, the request and a row for each lead are made
// before the first lead is due, and the rows become CSV after the last answer.
//
//     gcc -O2 -o arrivals arrivals.c -lm
//     ./arrivals --address 127.0.0.1:8080 --path /v1/leads --header 'Authorization: Bearer KEY' --body lead.json
//                --gavel --rate 2000 --warm-up 5 --for 20 --seed 1 --connections 1024 --timeout 5 --out leads.csv
//
// --body       {{n}} is SEED-NUMBER, {{lead}} L-SEED-NUMBER, {{phone}} ten digits, each of them like no other lead's
// --expect     for a server that is not Gavel: an answer of 200 that holds the text is a sale, and any other is wrong
// --gavel      instead of that: the "status" of Gavel's answers tells what became of a lead
// --out        a row for each lead, warm-up included: planned_ns,sent_ns,answered_ns,status. Times are CLOCK_MONOTONIC;
//              answered_ns is when it ended, however it did; what did not happen is empty
//
// At the end it prints one line: JSON {...}. The first thing that went wrong with an answer goes to the standard error.
// Linux 5.11 and glibc 2.35 or later, for epoll_pwait2.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000L

enum {
    EVENTS = 64,                // looked at before leads that became due meanwhile are sent
    ANSWER_BYTES = 8192,        // head and body; more than that is no answer
    REQUEST_BYTES = 16384,
    PLACES = 16,                // in a body
    OPEN_PATIENCE = 10,         // seconds for all connections, before the plan begins
    // Each seed has an area code of its own, so that no two seeds have a phone number in common, however long they run.
    // The leads of wrk scripts and of rig.py live in others.
    FIRST_AREA = 700, SEEDS = 198, FIRST_NUMBER = 2000000, LEADS_PER_SEED = 8000000,
};

enum status { NOT_SENT, SOLD, UNSOLD, PENDING, UNKNOWN, DUPLICATE, REFUSED, WRONG, TIMEOUT, PROTOCOL_ERROR };
static const char *const STATUS[] = {
    "not_sent", "sold", "unsold", "pending", "unknown", "duplicate", "refused", "wrong", "timeout", "protocol_error"};

struct lead {
    long planned, sent, answered;   // nanoseconds
    enum status status;
};

struct list;
struct connection {
    struct connection *next, *prev; // it is in one list at any time
    struct list *list;
    long since;                     // when it came into that list
    struct lead *lead;              // which is to be answered; only while busy
    int fd;                         // -1 after a failure, until it is opened again
    int length;                     // of what came of the answer
    char *answer;
};

// First in, first out: the head of each has been in it longest.
struct list {
    struct connection *head, *tail;
};

static const char *expect, *out_path;
static struct sockaddr_in address = {.sin_family = AF_INET};
static int epoll_fd;
static long timeout = 5 * SECOND;
static struct list opening, idle, busy;
static struct lead *leads, *next_lead, *end_of_leads;

// The request; its length never changes, because what is filled in has as many digits for each lead.
static char request[REQUEST_BYTES];
static int request_length, places;
static struct { char *at; int digits; long first; } place[PLACES];

static void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("arrivals: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

// Kept for the end: to write it could take as long as the disk likes.
static char first_error[512];

static void complain(const char *what, const char *about) {
    if (!*first_error) snprintf(first_error, sizeof first_error, "%s: %.400s", what, about);
}

static long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

// SplitMix64 by Steele, Lea and Flood, keyed: number n of a seed is the same whatever was asked before.
static double uniform(uint64_t seed, uint64_t n) {
    uint64_t z = (seed << 32) + (n + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return ((z ^ z >> 31) >> 11) * 0x1p-53;
}

// Leads independent of each other, as people are: exponential gaps. Returns how many there are.
static int make_plan(long seed, double rate, double seconds) {
    double expected = rate * seconds, at = 0;
    int most = expected + 10 * sqrt(expected) + 100, count = 0;
    if (most > LEADS_PER_SEED) die("%d leads are more than a seed has, which is %d", most, LEADS_PER_SEED);
    leads = calloc(most, sizeof *leads);
    if (!leads) die("no memory for %d leads", most);
    while (count < most) {
        at += -log1p(-uniform(seed, count)) / rate;
        if (at >= seconds) break;
        leads[count++].planned = at * SECOND;   // from the start, until that is known
    }
    return count;
}

static void append(const char *text, int length) {
    if (request_length + length >= REQUEST_BYTES) die("the request is longer than %d bytes", REQUEST_BYTES);
    memcpy(request + request_length, text, length);
    request_length += length;
}

static void append_place(int digits, long first) {
    if (places == PLACES) die("the body has more than %d places to fill", PLACES);
    append("00000000000000000000", digits);
    place[places].at = request + request_length;    // the end of it: digits are written from the last to the first
    place[places].digits = digits;
    place[places++].first = first;
}

static long area_code(int seed) {
    int area = FIRST_AREA + seed / 99 * 100 + seed % 99;
    return area + (seed % 99 >= 11);    // no area code ends in 11
}

static void append_body(const char *body, int length, int seed) {
    char reference[32];
    for (const char *end = body + length; body < end;) {
        const char *open = strstr(body, "{{");
        append(body, (open ? open : end) - body);
        if (!open) break;
        const char *close = strstr(open, "}}");
        if (close && (!strncmp(open, "{{n}}", 5) || !strncmp(open, "{{lead}}", 8))) {
            append(reference, snprintf(reference, sizeof reference, "%s%03d-", open[2] == 'l' ? "L-" : "", seed));
            append_place(7, 0);
        } else if (close && !strncmp(open, "{{phone}}", 9)) {
            append_place(10, area_code(seed) * 10000000 + FIRST_NUMBER);
        } else {
            die("the body holds %.12s; known are {{n}} {{lead}} {{phone}}", open);
        }
        body = close + 2;
    }
}

static void make_request(const char *host, const char *path, const char *headers, const char *body_path, int seed) {
    static char body[REQUEST_BYTES];
    FILE *file = fopen(body_path, "r");
    if (!file) die("%s: %s", body_path, strerror(errno));
    int length = fread(body, 1, sizeof body - 1, file);
    fclose(file);
    while (length && strchr(" \r\n", body[length - 1])) body[--length] = 0;
    append_body(body, length, seed);    // once for its length, which belongs into the head
    static char head[REQUEST_BYTES];
    int head_length = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\n"
                               "Content-Length: %d\r\n\r\n", path, host, headers, request_length);
    if (head_length >= REQUEST_BYTES) die("the headers are too long");
    request_length = places = 0;
    append(head, head_length);
    append_body(body, length, seed);
}

static void fill_request(long number) {
    for (int i = 0; i < places; i++) {
        long value = place[i].first + number;
        for (int digit = 1; digit <= place[i].digits; digit++, value /= 10) place[i].at[-digit] = '0' + value % 10;
    }
}

static void move(struct connection *c, struct list *to, long at) {
    if (c->list) {
        *(c->prev ? &c->prev->next : &c->list->head) = c->next;
        *(c->next ? &c->next->prev : &c->list->tail) = c->prev;
    }
    c->next = NULL;
    c->prev = to->tail;
    *(to->tail ? &to->tail->next : &to->head) = c;
    to->tail = c;
    c->list = to;
    c->since = at;
}

static void give_up_opening(struct connection *c) {
    close(c->fd);
    c->fd = -1;     // and opened again after a second: whoever refuses connections is not to be hammered
}

static void open_connection(struct connection *c, long at) {
    int one = 1;
    if (c->fd >= 0) close(c->fd);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket: %s", strerror(errno));
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->lead = NULL;
    move(c, &opening, at);
    // Edge-triggered spares the kernel a second look at each connection that it reported. No edge is lost: an answer is
    // read until it is whole, and what comes after it, as the end of the connection does, is an edge of its own or was
    // reported with this one.
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) give_up_opening(c);
    else if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event)) die("epoll_ctl: %s", strerror(errno));
}

static void on_opened(struct connection *c) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) give_up_opening(c);
    else move(c, &idle, now());
}

// Returns the status code when the whole answer is here, 0 before that, and -1 for what is none.
static int read_answer(const struct connection *c, const char **body, bool *is_reusable) {
    const char *end = strstr(c->answer, "\r\n\r\n");
    if (!end) return c->length == ANSWER_BYTES ? -1 : 0;
    if (strncmp(c->answer, "HTTP/1.1 ", 9)) return -1;
    long length = -1;
    *is_reusable = true;
    *body = end + 4;
    for (const char *line = strstr(c->answer, "\r\n"); line < end; line = strstr(line, "\r\n")) {
        line += 2;
        if (!strncasecmp(line, "transfer-encoding:", 18)) return -1;
        if (!strncasecmp(line, "connection: close", 17)) *is_reusable = false;
        if (strncasecmp(line, "content-length:", 15)) continue;
        char *stop;
        if (length >= 0) return -1;
        length = strtol(line + 15, &stop, 10);
        if (stop == line + 15 || *stop != '\r' || length < 0 || length > ANSWER_BYTES) return -1;
    }
    long missing = length - (c->answer + c->length - *body);
    if (length < 0 || missing < 0 || c->length + missing > ANSWER_BYTES) return -1;
    int code = atoi(c->answer + 9);
    return missing ? 0 : code >= 200 && code <= 599 ? code : -1;
}

static enum status judge(int code, const char *body) {
    if (code == 503 || code == 429) return REFUSED;
    if (code != 200) return WRONG;
    if (expect) return strstr(body, expect) ? SOLD : WRONG;
    const char *word = strstr(body, "\"status\":\"");
    for (int status = SOLD; word && status <= DUPLICATE; status++) {
        int length = strlen(STATUS[status]);
        if (!strncmp(word + 10, STATUS[status], length) && word[10 + length] == '"') return status;
    }
    return WRONG;
}

static void end_lead(struct connection *c, enum status status, long at) {
    c->lead->status = status;
    c->lead->answered = at;
    c->lead = NULL;
}

static void on_readable(struct connection *c, bool is_ended) {
    const char *body;
    bool is_reusable;
    ssize_t got = recv(c->fd, c->answer + c->length, ANSWER_BYTES - c->length, 0);
    if (got < 0 && errno == EAGAIN) return;
    long at = now();
    if (!c->lead) { // idle: the server closed it, as it may
        if (got > 0) complain("something came that nobody had asked for", c->answer);
        open_connection(c, at);
        return;
    }
    c->length += got > 0 ? got : 0;
    c->answer[c->length] = 0;   // for strstr; there is a byte more than ANSWER_BYTES
    int code = got <= 0 ? -1 : read_answer(c, &body, &is_reusable);
    if (code == 0 && !is_ended) return;
    if (code <= 0) {
        complain(got <= 0 ? "the connection ended before the answer" : "not an answer", c->answer);
        end_lead(c, PROTOCOL_ERROR, at);
        open_connection(c, at);
        return;
    }
    enum status status = at - c->lead->sent >= timeout ? TIMEOUT : judge(code, body);
    if (status == WRONG) complain(strtok(c->answer, "\r"), body);
    end_lead(c, status, at);
    if (status != TIMEOUT && is_reusable && !is_ended) move(c, &idle, at);
    else open_connection(c, at);
}

static void send_what_is_due(void) {
    long at;
    while (next_lead < end_of_leads && next_lead->planned <= (at = now())) {
        struct lead *lead = next_lead++;
        struct connection *c = idle.head;
        if (!c) continue;   // not sent, as it was made
        fill_request(lead - leads);
        lead->sent = at;
        c->lead = lead;
        c->length = 0;
        move(c, &busy, at);
        // Whatever keeps a request from leaving shows when the answer is read, or does not come.
        send(c->fd, request, request_length, MSG_NOSIGNAL);
    }
}

static void look_at_the_clock(long at) {
    while (busy.head && at - busy.head->since >= timeout) {
        complain("no answer in time", "the connection is closed");
        end_lead(busy.head, TIMEOUT, at);
        open_connection(busy.head, at);
    }
    while (opening.head && at - opening.head->since >= SECOND) open_connection(opening.head, at);
}

// Waits for what comes next, and does it. Leads go before answers: sending late is the generator's own fault.
static void step(void) {
    struct epoll_event events[EVENTS];
    long at = now(), wake = LONG_MAX;
    look_at_the_clock(at);
    // Where no connection is idle, a lead that becomes due is not sent, and to note that can wait for the next event.
    if (next_lead < end_of_leads && idle.head) wake = next_lead->planned;
    if (busy.head && busy.head->since + timeout < wake) wake = busy.head->since + timeout;
    if (opening.head && opening.head->since + SECOND < wake) wake = opening.head->since + SECOND;
    long wait = wake > at ? wake - at : 0;
    struct timespec nap = {wait / SECOND, wait % SECOND};
    int count = epoll_pwait2(epoll_fd, events, EVENTS, &nap, NULL);
    if (count < 0 && errno != EINTR) die("epoll_pwait2: %s", strerror(errno));
    send_what_is_due();
    for (int i = 0; i < count; i++) {
        struct connection *c = events[i].data.ptr;
        if (c->list == &opening) on_opened(c);
        else on_readable(c, events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR));
    }
}

static void open_all(int connections) {
    struct connection *all = calloc(connections, sizeof *all);
    char *answers = malloc(connections * (ANSWER_BYTES + 1L));
    if (!all || !answers) die("no memory for %d connections", connections);
    memset(answers, 0, connections * (ANSWER_BYTES + 1L));  // so that its pages are there
    long limit = now() + OPEN_PATIENCE * SECOND;
    for (int i = 0; i < connections; i++) {
        all[i].fd = -1;
        all[i].answer = answers + i * (ANSWER_BYTES + 1L);
        open_connection(&all[i], now());
    }
    while (opening.head) {
        if (now() > limit) die("not all of %d connections could be opened in %d s", connections, OPEN_PATIENCE);
        step();
    }
}

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void write_rows(void) {
    FILE *out = fopen(out_path, "w");
    if (!out) die("%s: %s", out_path, strerror(errno));
    fputs("planned_ns,sent_ns,answered_ns,status\n", out);
    for (struct lead *lead = leads; lead < end_of_leads; lead++) {
        fprintf(out, "%ld,", lead->planned);
        if (lead->sent) fprintf(out, "%ld,%ld,", lead->sent, lead->answered);
        else fputs(",,", out);
        fprintf(out, "%s\n", STATUS[lead->status]);
    }
    if (fclose(out)) die("%s: %s", out_path, strerror(errno));
}

int main(int argc, char **argv) {
    static const struct option OPTIONS[] = {
        {"address", 1, 0, 'a'}, {"path", 1, 0, 'p'}, {"header", 1, 0, 'h'}, {"body", 1, 0, 'b'}, {"expect", 1, 0, 'e'},
        {"gavel", 0, 0, 'g'}, {"rate", 1, 0, 'r'}, {"warm-up", 1, 0, 'w'}, {"for", 1, 0, 'f'}, {"seed", 1, 0, 's'},
        {"connections", 1, 0, 'c'}, {"timeout", 1, 0, 't'}, {"out", 1, 0, 'o'}, {0}};
    const char *host = "127.0.0.1:8080", *path = "/", *body = NULL;
    char headers[4096] = "", ip[INET_ADDRSTRLEN];
    double rate = 0, warm_up_s = 0, seconds = 0;
    int seed = 1, connections = 64, port = 0;
    bool is_gavel = false;
    for (int option; (option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1;) {
        size_t used = strlen(headers);
        switch (option) {
        case 'a': host = optarg; break;
        case 'p': path = optarg; break;
        case 'h':
            if (snprintf(headers + used, sizeof headers - used, "%s\r\n", optarg) >= (int) (sizeof headers - used))
                die("the headers are too long");
            break;
        case 'b': body = optarg; break;
        case 'e': expect = optarg; break;
        case 'g': is_gavel = true; break;
        case 'r': rate = atof(optarg); break;
        case 'w': warm_up_s = atof(optarg); break;
        case 'f': seconds = atof(optarg); break;
        case 's': seed = atoi(optarg); break;
        case 'c': connections = atoi(optarg); break;
        case 't': timeout = atof(optarg) * SECOND; break;
        case 'o': out_path = optarg; break;
        default: return 2;
        }
    }
    if (!body || !out_path || is_gavel == !!expect) die("--body, --out and one of --expect and --gavel are needed");
    if (rate <= 0 || seconds <= 0 || warm_up_s < 0 || timeout <= 0) die("--rate, --for and --timeout are above 0");
    if (seed < 0 || seed >= SEEDS || connections < 1) die("--seed is 0 to %d, --connections at least 1", SEEDS - 1);
    if (sscanf(host, "%15[0-9.]:%d", ip, &port) != 2 || !inet_pton(AF_INET, ip, &address.sin_addr))
        die("--address is IP:PORT, not %s", host);
    address.sin_port = htons(port);

    prctl(PR_SET_TIMERSLACK, 1);    // nanosecond; the kernel would be up to 50 us late otherwise
    // Its own delay is not to pass for the subject's, so it runs as soon as it is due. Only root may. Nice is too weak:
    // where the kernel schedules sessions as groups (autogroup) it counts within one, and leads left 30 ms late.
    sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 1});
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    make_request(host, path, headers, body, seed);
    int count = make_plan(seed, rate, warm_up_s + seconds);
    open_all(connections);

    double cpu_s = cpu_seconds();
    long start = now(), warm_up_leads = 0;
    for (int i = 0; i < count; i++) {
        warm_up_leads += leads[i].planned < warm_up_s * SECOND;
        leads[i].planned += start;
    }
    next_lead = leads;
    end_of_leads = leads + count;
    while (next_lead < end_of_leads || busy.head) step();
    cpu_s = cpu_seconds() - cpu_s;

    // Another load may be measuring still.
    sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
    setpriority(PRIO_PROCESS, 0, 19);
    write_rows();
    if (*first_error) fprintf(stderr, "first error: %s\n", first_error);
    printf("JSON {\"start_ns\":%ld,\"leads\":%d,\"warm_up_leads\":%ld,\"cpu_us_per_lead\":%.2f}\n", start, count,
           warm_up_leads, cpu_s * 1e6 / (count ? count : 1));
}
