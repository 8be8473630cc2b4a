"""What the measuring scripts share: processes that don't outlive them, a network of their own, what a process used.

Every process is started through start() inside a `with Children(...)` block. It is stopped at the end of the block,
whatever ends it, and by the kernel if the script itself is killed.
"""
import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.client import HTTPConnection

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GAVEL = os.path.join(ROOT, 'bin', 'gavel')
TICKS_PER_SECOND = os.sysconf('SC_CLK_TCK')
PAGE_BYTES = os.sysconf('SC_PAGE_SIZE')
IN_NAMESPACE = 'GAVEL_NETNS'
UNREACHABLE = 6

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
# Whatever proxy the environment names, everything here is on this machine.
_HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def build():
    """Builds what is not built; to be called before enter_namespace(), while there is still a network."""
    if not os.environ.get(IN_NAMESPACE):
        code = subprocess.call([GAVEL, 'hiccup', '--for', '1ms'], stdout=subprocess.DEVNULL)
        if code != 0:
            sys.exit(code)


def enter_namespace():
    """As root, starts this script anew in a network namespace that has nothing but a loopback of its own."""
    if os.geteuid() != 0 or os.environ.get(IN_NAMESPACE):
        return
    if subprocess.call(['unshare', '-n', 'true'], stderr=subprocess.DEVNULL) != 0:
        print('no network namespace is to be had here; ports may clash', file=sys.stderr)
        return
    os.environ[IN_NAMESPACE] = '1'
    up = 'ip link set lo up 2>/dev/null || ifconfig lo up; exec "$@"'
    os.execvp('unshare', ['unshare', '-n', 'sh', '-c', up, 'sh', sys.executable] + sys.argv)


def end_on_signals():
    """Makes SIGINT, SIGTERM and SIGHUP end the script as an error does, so that children are stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))


def is_signal(code):
    """Whether an exit code says that a signal ended the script."""
    return code in (128 + signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGHUP)


def require_tools(packages):
    """Ends the script unless every command is there; packages: {command: Debian's package}."""
    missing = [command for command in packages if not shutil.which(command)]
    if missing:
        install = ' '.join(packages[command] for command in missing)
        sys.exit(f'missing: {" ".join(missing)}   (apt-get install {install})')


def allow_files(count):
    """Lets this script and what it starts open so many files; ends the script where that is not allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, hard)))
    except (ValueError, OSError) as error:
        sys.exit(f'{count} open files are needed and {hard} allowed (ulimit -n): {error}')


def die_with_parent():
    """Runs in a child before its program: the kernel asks it to stop when the script is gone."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Children:
    """The processes of one measurement, each with a log in a directory."""

    def __init__(self, log_dir):
        self.log_dir = log_dir
        self.by_name = {}

    def __enter__(self):
        return self

    def start(self, name, command, **options):
        """Starts a process in a session of its own; a command that is one string goes through a shell."""
        with open(self.log(name), 'w') as log:
            self.by_name[name] = subprocess.Popen(
                command, shell=isinstance(command, str), stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=die_with_parent, **options)
        return self.by_name[name]

    def log(self, name):
        """Path of a process's log."""
        return os.path.join(self.log_dir, name + '.log')

    def pid(self, name):
        """Id of a process."""
        return self.by_name[name].pid

    def require_alive(self, name):
        """Ends the script when the process has ended, with the end of its log."""
        code = self.by_name[name].poll()
        if code is not None:
            sys.exit(f'{name} ended with code {code}:\n{tail(self.log(name))}')

    def __exit__(self, kind, error, trace):
        for process in reversed(self.by_name.values()):
            stop(process)


def stop(process, patience_s=15):
    """Asks a process and all of its session to stop, waits, and then does not ask any more."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(patience_s)
            return
        except subprocess.TimeoutExpired:
            pass


def tail(path, lines=20):
    """The last lines of a text file."""
    with open(path, errors='replace') as file:
        return ''.join(file.readlines()[-lines:])


def http(url, body=None, headers=()):
    """Body of the answer to a GET, or to a POST of JSON; headers: ('Name: value', ...)."""
    fields = dict((name.strip(), value.strip()) for name, value in (header.split(':', 1) for header in headers))
    if body is not None:
        fields['Content-Type'] = 'application/json'
    request = urllib.request.Request(url, body.encode() if body is not None else None, fields)
    return _HTTP.open(request, timeout=5).read().decode()


def redirect(url):
    """Status and Location of the answer to a GET, which is not followed."""
    parts = urllib.parse.urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=5)
    try:
        connection.request('GET', url[url.index(parts.path):])
        answer = connection.getresponse()
        return answer.status, answer.getheader('Location')
    finally:
        connection.close()


def wait_for_answer(children, name, ask, want, patience_s=60):
    """Asks until the answer holds the text; ends the script when the process dies or the patience does."""
    end = time.monotonic() + patience_s
    got = ''
    while time.monotonic() < end:
        children.require_alive(name)
        try:
            got = ask()
            if want in got:
                return
        except OSError as error:
            got = repr(error) + (' ' + error.read().decode()[:400] if hasattr(error, 'read') else '')
        time.sleep(0.5)
    print(f'{name} does not answer with {want}: {got[:600]}\n{tail(children.log(name))}', file=sys.stderr)
    sys.exit(UNREACHABLE)


def fill(template, number):
    """A lead's body from its template: {{n}} and {{lead}} become a number, {{phone}} a US one, {{click}} nothing."""
    phone = f'989{2000000 + number % 7000000}'
    values = {'n': str(number), 'lead': f'L{number}', 'phone': phone}
    return re.sub(r'{{(\w+)}}', lambda place: values.get(place.group(1), ''), template)


def family(pid):
    """A process and all its descendants."""
    pids = [pid]
    try:
        for task in os.listdir(f'/proc/{pid}/task'):
            with open(f'/proc/{pid}/task/{task}/children') as children:
                for child in children.read().split():
                    pids += family(int(child))
    except FileNotFoundError:
        pass
    return pids


def sum_over_family(pid, read):
    """Sum of what read(pid) gives for a process and its descendants; those that are gone count nothing."""
    total = 0
    for member in family(pid):
        try:
            total += read(member)
        except (FileNotFoundError, ProcessLookupError, AttributeError):
            pass
    return total


def cpu_seconds(pid):
    """User and system time of a process and its descendants."""
    def ticks(member):
        with open(f'/proc/{member}/stat') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return int(fields[11]) + int(fields[12])
    return sum_over_family(pid, ticks) / TICKS_PER_SECOND


def own_seconds():
    """User and system time of this script and of all that it started, whether that has ended or not."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cpu_seconds(os.getpid()) + ended.ru_utime + ended.ru_stime


def machine_seconds():
    """Time that all processors of the machine were not idle."""
    fields = _processor_ticks()
    return (sum(fields) - fields[3] - fields[4]) / TICKS_PER_SECOND


def core_used(core):
    """Time that a processor was not idle, and time at all, in seconds: to be subtracted from what is said later."""
    with open('/proc/stat') as stat:
        line = next(line for line in stat if line.startswith(f'cpu{core} '))
    fields = [int(field) / TICKS_PER_SECOND for field in line.split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def program_seconds():
    """The same without interrupts, which are nobody's: programs of this machine, and what its host took from it."""
    fields = _processor_ticks()
    return (fields[0] + fields[1] + fields[2] + fields[7]) / TICKS_PER_SECOND


def _processor_ticks():
    """user, nice, system, idle, iowait, irq, softirq and steal of all processors."""
    with open('/proc/stat') as stat:
        return [int(field) for field in stat.readline().split()[1:9]]


def rss_bytes(pid):
    """Resident memory of a process and its descendants."""
    def resident(member):
        with open(f'/proc/{member}/statm') as statm:
            return int(statm.read().split()[1]) * PAGE_BYTES
    return sum_over_family(pid, resident)


def peak_rss_bytes(pid):
    """The most resident memory that a process and its descendants ever had, each by itself."""
    def peak(member):
        with open(f'/proc/{member}/status') as status:
            return int(re.search(r'VmHWM:\s+(\d+)', status.read()).group(1)) * 1024
    return sum_over_family(pid, peak)
