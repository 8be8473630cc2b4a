"""What the comparisons with the floor share: buyers, the floor, servers, loads, and whether the books agree.

N plain nginx buyers listen on 127.0.0.1:9101 and up: /ping answers {"bid":P,"buyer":"bI","pingId":"..."} and /post
answers {"accepted":true,"buyer":"bI","price":P,"redirect":"..."}; buyer 5 pays most, 7.50, or the last one where there
are fewer. All subjects of a measurement run at once and are loaded in turn: one that has no load waits for its sockets.
"""
import collections
import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

import rig
import result

FLOOR_DIR = os.path.join(rig.ROOT, 'perf', 'floor')
TARGET = os.path.join(rig.ROOT, 'perf', 'target')
CONFIG = os.path.join(FLOOR_DIR, 'conf')
LEAD = os.path.join(FLOOR_DIR, 'lead.json')
KEY = 'Authorization: Bearer k_floor'
SOLD = '"sold"'
FLOOR_PORT = 8283
SERVER_PORT = 8080
FIRST_BUYER_PORT = 9101
BEST_BUYER, BEST_PRICE = 5, '7.50'
PRICES = ['1.10', '2.20', '3.30', '4.40', '1.70', '5.10', '0.90', '2.75']
LEDGER_PATIENCE_S = 2
# What was sold at saturation is settled after it: the settle thread runs in what time is left.
SETTLE_PATIENCE_S = 120
WARM_CONNECTIONS = 16
CHECK_SECONDS = 2
LEAD_TIMEOUT_S = 5
FLOOD_WARM_S = 1
LAG_ALLOWED_US, LAG_SHARE = 1_000, 0.05
POINTS = {'p50': 50, 'p90': 90, 'p99': 99, 'p99.9': 99.9, 'max': 100}
# Leads whose latency counts: the server said what became of them, or said nothing in time.
LATENCY_OF = {'sold', 'unsold', 'pending', 'unknown', 'duplicate', 'timeout'}
# Leads that may have been sold though the answer does not say so.
UNSURE = ('timeout', 'protocol_error', 'pending')
TOOLS = {'gcc': 'gcc', 'nginx': 'nginx-light', 'wrk': 'wrk'}


class Subject:
    """A program under test: the floor, nginx or a server."""

    def __init__(self, name, url, body=None, headers=(), expect=SOLD):
        self.name = name
        self.url = url
        self.body = body
        self.headers = list(headers)
        self.expect = expect
        self.books = None

    def ask(self):
        """The answer to one lead."""
        with open(self.body) as file:
            template = file.read().strip()
        return rig.http(self.url, rig.fill(template, int(time.time() * 10)), self.headers)


class Books:
    """What the loads saw sold, what may have been in flight when one stopped, and what the ledger says."""

    def __init__(self, status_url, kind='sales'):
        self.status_url = status_url
        self.kind = kind
        self.start = self.in_ledger()
        self.seen = 0
        self.in_flight = 0

    def in_ledger(self):
        return int(json.loads(rig.http(self.status_url))['ledger'][self.kind])

    def saw(self, count, in_flight):
        """Notes the end of a load."""
        self.seen += count
        self.in_flight += in_flight

    def catch_up(self, patience_s=LEDGER_PATIENCE_S):
        """Waits until the ledger has what was seen, but not for long; returns what it has, and how long it took."""
        began = time.monotonic()
        count = self.in_ledger() - self.start
        while count < self.seen and time.monotonic() - began < patience_s:
            time.sleep(0.05)
            count = self.in_ledger() - self.start
        return count, time.monotonic() - began

    def agree(self, patience_s=LEDGER_PATIENCE_S):
        """Waits for the ledger; prints and returns whether it agrees."""
        count, took_s = self.catch_up(patience_s)
        good = self.seen <= count <= self.seen + self.in_flight
        print(f'ledger: {count} {self.kind}, {self.seen} seen by the loads, at most {self.in_flight} in flight when a'
              f' load stopped: {"agree" if good else "DISAGREE"} after {took_s:.2f} s', flush=True)
        return good


def compiled(scratch, name, source, *options):
    """Compiles a C program of perf/floor; returns its path."""
    program = os.path.join(scratch, name)
    subprocess.check_call(['gcc', '-O2', '-w', *options, '-o', program, os.path.join(FLOOR_DIR, source),
                           '-lpthread', '-lm'])
    return program


def start_buyers(children, scratch, buyers, best=BEST_BUYER):
    """Starts the nginx buyers; best is the number of the one that pays most."""
    lines = []
    for number in range(1, buyers + 1):
        price = price_of(number, min(best, buyers))
        bid = f'{{"bid":{price},"buyer":"b{number}","pingId":"p-0123456789abcdef{number}"}}'
        accept = (f'{{"accepted":true,"buyer":"b{number}","price":{price},'
                  f'"redirect":"http://127.0.0.1/thanks/b{number}"}}')
        lines += [f'server {{ listen 127.0.0.1:{FIRST_BUYER_PORT - 1 + number} backlog=4096;',
                  f"  location = /ping {{ return 200 '{bid}'; }}",
                  f"  location = /post {{ return 200 '{accept}'; }} }}"]
    start_nginx(children, scratch, 'buyers', lines)


def price_of(number, best):
    """What a buyer bids, numbered from 1."""
    if number == best:
        return BEST_PRICE
    return PRICES[number - 1] if number <= len(PRICES) else f'{0.5 + number % 40 / 100:.2f}'


def start_nginx(children, scratch, name, servers, prefix=()):
    """Starts an nginx with these server blocks, and waits a moment for it."""
    home = os.path.join(scratch, name)
    os.makedirs(home)
    lines = [f'worker_processes 2; daemon off; pid {home}/nginx.pid; error_log {home}/error.log warn;',
             'worker_rlimit_nofile 20000; events { worker_connections 16384; }',
             'http { access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; tcp_nodelay on;',
             'default_type application/json; client_body_buffer_size 64k;']
    lines += [f'{kind}_temp_path {home}/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')]
    path = os.path.join(home, 'nginx.conf')
    with open(path, 'w') as file:
        file.write('\n'.join(lines + servers) + '\n}\n')
    children.start(name, [*prefix, 'nginx', '-c', path])
    time.sleep(0.5)
    children.require_alive(name)


def start_floor(children, scratch, buyers=8, name='floor', port=FLOOR_PORT):
    """Starts the floor for so many buyers, and waits for a right answer."""
    program = compiled(scratch, name, 'floor.c', f'-DN={buyers}')
    children.start(name, [program, str(port), '2'])
    floor = Subject(name, f'http://127.0.0.1:{port}/lead', os.path.join(FLOOR_DIR, 'floor-lead.json'))
    rig.wait_for_answer(children, name, floor.ask, floor.expect)
    return floor


def config_for(scratch, buyers):
    """The floor's configuration with so many buyers; returns its path."""
    config = os.path.join(scratch, 'conf')
    shutil.copytree(CONFIG, config)
    shutil.rmtree(os.path.join(config, 'buyers'))
    os.makedirs(os.path.join(config, 'buyers'))
    with open(os.path.join(CONFIG, 'buyers', 'b1.yaml')) as file:
        first = file.read()
    for number in range(1, buyers + 1):
        buyer = first.replace('id: b1', f'id: b{number}').replace('Buyer 1', f'Buyer {number}')
        buyer = buyer.replace(f':{FIRST_BUYER_PORT}/', f':{FIRST_BUYER_PORT - 1 + number}/')
        with open(os.path.join(config, 'buyers', f'b{number}.yaml'), 'w') as file:
            file.write(buyer)
    return config


def start_server(children, data, config=CONFIG, sets=(), name='server', port=SERVER_PORT, prefix=(), counts='sales'):
    """Starts a server with a fresh directory, opens its books, and waits for a right answer.

    sets: ('key=value', ...) for --set; the admin port is the next one; counts: what the books are to be held to.
    """
    command = [*prefix, rig.GAVEL, 'server', '--config', os.path.abspath(config), '--data', os.path.join(data, name)]
    for one in [f'listen.address=127.0.0.1:{port}', f'admin.address=127.0.0.1:{port + 1}', *sets]:
        command += ['--set', one]
    children.start(name, command)
    server = Subject(name, f'http://127.0.0.1:{port}/v1/leads', LEAD, [KEY])
    open_books(children, server, f'http://127.0.0.1:{port + 1}/status', counts)
    rig.wait_for_answer(children, name, server.ask, server.expect)
    if counts == 'sales':
        server.books.saw(1, 0)
    return server


def open_books(children, server, status_url, counts='sales'):
    """Notes where the ledger stands before the first lead: a sale reaches it a moment after its answer."""
    rig.wait_for_answer(children, server.name, lambda: rig.http(status_url), '"ledger"')
    server.books = Books(status_url, counts)


def metric(server, name):
    """A metric without labels of a server, or the sum over its labels."""
    text = rig.http(server.books.status_url.replace('/status', '/metrics'))
    values = re.findall(rf'^{name}(?:{{[^}}]*}})? (\S+)$', text, re.M)
    return sum(float(value) for value in values)


def wrk(children, subject, connections, seconds, script=None, *words, prefix=()):
    """Runs wrk; returns what it prints."""
    command = [*prefix, 'wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--timeout', '5s']
    if script:
        command += ['-s', os.path.join(FLOOR_DIR, script)]
    command += [subject.url]
    if subject.body:
        command += ['--', subject.body, *words, *subject.headers]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=rig.die_with_parent)
    sys.stderr.write(done.stderr)
    children.require_alive(subject.name)
    return done.stdout


def closed_loop(children, subject, connections, seconds, script='publisher.lua', prefix=()):
    """One run of wrk: what it saw, and what subject and machine used for it until the ledger had it too."""
    pid = children.pid(subject.name)
    began, all_before, own_before = time.monotonic(), rig.program_seconds(), rig.own_seconds()
    machine_before, cpu_before = rig.machine_seconds(), rig.cpu_seconds(pid)
    printed = wrk(children, subject, connections, seconds, script, prefix=prefix)
    run = json.loads(re.search(r'^JSON (.*)$', printed, re.M).group(1))
    took = time.monotonic() - began
    elsewhere = max(0.0, rig.program_seconds() - all_before - (rig.own_seconds() - own_before))
    if subject.books:
        subject.books.saw(run['requests'] - run['non2xx'], connections)
        run['in_ledger'], run['settled_s'] = subject.books.catch_up(SETTLE_PATIENCE_S)
        run['unsettled'] = max(0, subject.books.seen - run['in_ledger'])
    cpu_after, machine_after = rig.cpu_seconds(pid), rig.machine_seconds()
    answers = max(1, run['requests'])
    run['subject'] = subject.name
    run['conns'] = connections
    run['rate'] = run['requests'] / (run['duration_us'] / 1e6)
    run['cpu_us'] = (cpu_after - cpu_before) / answers * 1e6
    run['machine_us'] = (machine_after - machine_before) / answers * 1e6
    run['elsewhere_percent'] = 100 * elsewhere / took / os.cpu_count()
    run['rss_mb'] = rig.rss_bytes(pid) / 1048576
    return run


def check(children, subject, connections):
    """A short load that looks at every answer; returns how many were right, and how many were not."""
    printed = wrk(children, subject, connections, CHECK_SECONDS, 'check.lua', subject.expect)
    good, bad = (int(count) for count in re.search(r'CHECK (\d+) (\d+)', printed).groups())
    if subject.books:
        subject.books.saw(good, connections)
    return good, bad


def judge_closed(children, outcome, subject, runs, connections=WARM_CONNECTIONS):
    """Prints whether a subject's answers were right, and notes it when not."""
    good, bad = check(children, subject, connections)
    refused, errors = sum(run['non2xx'] for run in runs), sum(run['errors'] for run in runs)
    unsettled = max((run.get('unsettled', 0) for run in runs), default=0)
    if unsettled:
        outcome.invalid(f'{subject.name}: {unsettled} not in the ledger after {SETTLE_PATIENCE_S} s, so their CPU is not'
                        ' counted')
    print(f'{subject.name}: {bad} of {good + bad} answers wrong, {refused} not 2xx, {errors} errors')
    if bad or refused or errors or not good:
        outcome.invalid(f'{subject.name}: {bad} answers wrong, {refused} not 2xx, {errors} errors, {good} right')


def judge_books(outcome, server, patience_s=LEDGER_PATIENCE_S):
    """Holds the ledger against what the loads saw, and notes it when they differ."""
    if not server.books.agree(patience_s):
        outcome.disagree(f'{server.name}: what the loads saw and the ledger differ')


class Lead:
    """A row of what an open-loop load noted, in seconds of the monotonic clock; end is when it ended, however."""
    __slots__ = ('due', 'sent', 'end', 'status')

    def __init__(self, row):
        self.due = int(row['planned_ns']) / 1e9
        self.sent = int(row['sent_ns']) / 1e9 if row['sent_ns'] else None
        self.end = int(row['answered_ns']) / 1e9 if row['answered_ns'] else None
        self.status = sys.intern(row['status'])

    @property
    def us(self):
        """Microseconds from when it was due to its end."""
        return (self.end - self.due) * 1e6


class OpenLoad:
    """A run of perf/floor/arrivals.c against a subject: leads come by a plan, whatever becomes of them.

    Each seed, 0 to 197, has leads of its own, so a server must not be given one twice: it would answer "duplicate". A
    lead in flight may have eight connections to buyers, so that the number of connections is what buyers can bear.
    is_gavel reads answers as Gavel's own, each outcome for itself, instead of looking for a text in them.
    """

    def __init__(self, children, subject, rate, warm_s, seconds, seed, connections=1024, histogram=None, name=None,
                 is_gavel=False):
        self.children = children
        self.subject = subject
        self.name = name or f'load-{subject.name}-{seed}'
        self.rows = os.path.join(children.log_dir, self.name + '.csv')
        self.histogram = histogram
        self.rate = rate
        self.warm_s = warm_s
        self.seconds = seconds
        self.seed = seed
        program = os.path.join(children.log_dir, 'arrivals')
        if not os.path.exists(program):
            compiled(children.log_dir, 'arrivals', 'arrivals.c')
        url = urllib.parse.urlsplit(subject.url)
        # The generator shares the machine with the subject: its own delay is not to pass for the subject's. As root it
        # takes a real-time priority by itself; where that is denied, this is what is left.
        first = ['nice', '-n', '-10'] if os.geteuid() == 0 else []
        command = [*first, program,
                   '--address', url.netloc, '--path', url.path, '--body', subject.body, '--rate', str(rate),
                   '--warm-up', str(warm_s), '--for', str(seconds), '--seed', str(seed),
                   '--connections', str(connections), '--timeout', str(LEAD_TIMEOUT_S), '--out', self.rows]
        command += ['--gavel'] if is_gavel else ['--expect', subject.expect]
        for header in subject.headers:
            command += ['--header', header]
        children.start(self.name, command)

    def wait(self):
        """Waits for the end; returns the leads and a report of the measured ones, and tells the books."""
        code = self.children.by_name[self.name].wait()
        with open(self.children.log(self.name), errors='replace') as log:
            said = log.read()
        if code != 0:
            sys.exit(f'{self.name} ended with code {code}:\n{said}')
        self.children.require_alive(self.subject.name)
        with open(self.rows, newline='') as file:
            leads = [Lead(row) for row in csv.DictReader(file)]
        os.remove(self.rows)
        if self.subject.books:
            counts = collections.Counter(lead.status for lead in leads)
            self.subject.books.saw(counts['sold'], sum(counts[status] for status in UNSURE))
        return leads, self._report(leads, said)

    def _report(self, leads, said):
        """Counts and percentiles of the measured leads, and why the run is none."""
        end = json.loads(re.search(r'^JSON (.*)$', said, re.M).group(1))
        error = re.search(r'^first error: (.*)$', said, re.M)
        measured = leads[end['warm_up_leads']:]
        begin = end['start_ns'] / 1e9 + self.warm_s
        sold = sum(1 for lead in leads if lead.status == 'sold' and 0 <= lead.end - begin < self.seconds)
        values = {'response': [round(lead.us) for lead in measured if lead.status in LATENCY_OF],
                  'sendlag': [round((lead.sent - lead.due) * 1e6) for lead in measured if lead.sent]}
        if self.histogram:
            write_histogram(self.histogram, values)
        counts = collections.Counter(lead.status for lead in measured)
        # Where nothing was answered there is no latency, and nothing that 0 could pass for: the run is none.
        latency = {what: {point: result.percentile(us or [0], percent) for point, percent in POINTS.items()}
                   for what, us in values.items()}
        return {'leads': len(measured), 'counts': counts, 'sold_a_second': sold / self.seconds, 'latency_us': latency,
                'generator_us': end['cpu_us_per_lead'], 'first_error': error and error.group(1),
                'invalid_because': generator_faults(counts, latency)}


def generator_faults(counts, latency):
    """Why a run is none: a slow generator makes pretty numbers. The rule is that of gavel load."""
    reasons = []
    lag_us, allowed_us = latency['sendlag']['p99'], max(LAG_ALLOWED_US, LAG_SHARE * latency['response']['p99'])
    if lag_us > allowed_us:
        reasons.append(f'send lag p99 is {lag_us} us, more than {allowed_us:.0f} us: the generator was too slow')
    if counts['not_sent']:
        reasons.append(f'{counts["not_sent"]} leads were not sent: every connection was in use when they were due')
    return reasons


def write_histogram(path, latencies):
    """How many measured leads had each latency, to the microsecond."""
    with gzip.open(path, 'wt', newline='') as file:
        writer = csv.writer(file)
        writer.writerow(['what', 'us', 'leads'])
        for name, values in latencies.items():
            writer.writerows((name, us, count) for us, count in sorted(collections.Counter(values).items()))


def open_run(load):
    """What is kept of one open-loop run: percentiles of the response from the planned time, in microseconds."""
    _, report = load.wait()
    latency = report['latency_us']
    return {'subject': load.subject.name, 'seed': load.seed, 'rate': load.rate,
            'leads': report['leads'], 'sold': report['counts']['sold'],
            'unsold': report['leads'] - report['counts']['sold'], 'sold_a_second': report['sold_a_second'],
            **{point.replace('.', ''): us for point, us in latency['response'].items()},
            'lag_p99': latency['sendlag']['p99'], 'generator_us': report['generator_us'],
            'ended': report['counts'], 'invalid_because': report['invalid_because'],
            'first_error': report['first_error']}


def flood(children, outcome, subject, rate, connections, seconds, seed, is_gavel=False):
    """A short run that is offered so much as it may not carry: what counts is how much is sold a second.

    Leads that are refused, or for which no connection is left, are part of that. Wrong answers are not, and are noted.
    """
    run = open_run(OpenLoad(children, subject, rate, FLOOD_WARM_S, seconds, seed, connections, is_gavel=is_gavel))
    wrong = sum(run['ended'][status] for status in ('wrong', 'protocol_error', 'duplicate'))
    if wrong:
        outcome.invalid(f'{subject.name}, {rate} leads/s offered: {wrong} answers wrong or broken off;'
                        f' first error: {run["first_error"]}')
    return run


def judge_open(outcome, run):
    """Notes a run that is none: the generator fell behind, or an answer was not a sale."""
    where = f'{run["subject"]}, seed {run["seed"]}: '
    for reason in run['invalid_because']:
        outcome.invalid(where + reason)
    if run['unsold']:
        outcome.invalid(f'{where}{run["unsold"]} of {run["leads"]} leads were not answered "sold";'
                        f' first error: {run["first_error"]}')


def warm(children, subject, seconds):
    """Loads a subject before anything is measured."""
    if seconds:
        closed_loop(children, subject, WARM_CONNECTIONS, seconds)


def add_common(parser, reps=5, warm_s=30, durability='process'):
    """Adds the options that all comparisons have."""
    add = parser.add_argument
    add('--reps', type=int, default=reps, help='runs of each subject, in turn; default %(default)s')
    add('--warm', type=int, default=warm_s, help='seconds of load before the first run, default %(default)s')
    if durability:
        add('--durability', choices=('process', 'disk'), default=durability,
            help='sale.durability, default %(default)s')
    add('--json', help='also write figures and every run here')


def add_histograms(parser):
    """Adds the option that keeps what an open loop measured."""
    parser.add_argument('--histograms', help='also keep a histogram of each open-loop run in this folder')


def histogram(args, subject, rep):
    """Where the histogram of a run goes; None where none is kept."""
    if not args.histograms:
        return None
    os.makedirs(args.histograms, exist_ok=True)
    return os.path.join(os.path.abspath(args.histograms), f'{subject.name}-{rep}.csv.gz')


def settings(args):
    """The options of a command line, for its JSON; files are not part of them, nor where the repository lies."""
    return {key: value.replace(rig.ROOT + os.sep, '') if isinstance(value, str) else value
            for key, value in vars(args).items() if key not in ('json', 'out', 'memory', 'histograms')}


def in_folders(name, tools, measure):
    """Runs measure(children, scratch, data) with what it needs, and ends the script with the exit code of its Result.

    Builds, goes into the namespace, makes scratch and data folders, and keeps them when something was wrong.
    """
    rig.require_tools(tools)
    rig.build()
    rig.enter_namespace()
    rig.end_on_signals()
    os.makedirs(TARGET, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix=name + '-')
    data = tempfile.mkdtemp(prefix=name + '-data-', dir=TARGET)  # on a disk, where /tmp may be memory
    keep = True
    try:
        with rig.Children(scratch) as children:
            status = measure(children, scratch, data)
        keep = status not in (result.PASS, result.MISSED)
    except SystemExit as ended:
        keep = not rig.is_signal(ended.code)
        raise
    finally:
        if keep:
            print(f'logs are kept in {scratch}, the data of the server in {data}', file=sys.stderr)
        else:
            shutil.rmtree(scratch, ignore_errors=True)
            shutil.rmtree(data, ignore_errors=True)
    sys.exit(status)


def finish(outcome, path):
    """Shows a result, writes it, and returns its exit code."""
    outcome.show()
    outcome.write(path)
    return outcome.exit_code()
