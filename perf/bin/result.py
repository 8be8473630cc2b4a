"""What measuring scripts make of their runs: spreads, ratios, a straight line, figures that are kept or missed."""
import json

PASS, WRONG, MISSED, DISAGREE = 0, 3, 4, 5
BY_WEIGHT = (PASS, MISSED, WRONG, DISAGREE)
WORDS = {PASS: 'PASS', MISSED: 'FAIL', WRONG: 'INVALID', DISAGREE: 'BOOKS DISAGREE'}


def worse(one, other):
    """The exit code that says the worse of two things: wrong answers outweigh a missed figure, which is theirs too."""
    return max(one, other, key=BY_WEIGHT.index)


def spread(values):
    """Least, median and greatest."""
    ordered = sorted(values)
    return ordered[0], ordered[len(ordered) // 2], ordered[-1]


def median(values):
    """The middle one; of an even number the upper of the two."""
    return spread(values)[1]


def percentile(values, percent):
    """The value that this share of the values does not exceed; values need not be sorted."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -int(-len(ordered) * percent // 100) - 1))]


def slope(points):
    """Slope of the straight line through points (x, y) by least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return (sum((x - mean_x) * (y - mean_y) for x, y in points)
            / sum((x - mean_x) ** 2 for x, _ in points))


def ratio(upper, lower, key):
    """Spread of upper to lower, each pair of runs that followed one another."""
    return spread(over[key] / max(under[key], 1e-9) for over, under in zip(upper, lower))


def shown(three, digits):
    """Least, median and greatest as a person reads them."""
    return ' / '.join(f'{value:.{digits}f}' for value in three)


def table(heading, figures, runs_by_name):
    """Prints figures of runs, least, median and greatest of each; figures: {key: (heading, digits)}."""
    print(f'\n{heading:20}' + ''.join(f'{name:^36}' for name in runs_by_name))
    print(' ' * 20 + ''.join(f'{"min":>12}{"median":>12}{"max":>12}' for _ in runs_by_name))
    for key, (title, digits) in figures.items():
        cells = [f'{value:12.{digits}f}' for runs in runs_by_name.values()
                 for value in spread(run[key] for run in runs)]
        print(f'{title:20}' + ''.join(cells), flush=True)


class Result:
    """All that a measurement says: its figures, what makes them none, and every run that they are made of."""

    def __init__(self, question, settings):
        self.question = question
        self.settings = settings
        self.figures = []
        self.invalid_because = []
        self.books = []
        self.runs = []
        self.more = {}

    def figure(self, what, got, wanted=None, unit='', at_least=False, digits=2, three=None):
        """Notes a figure; wanted None is a figure without a goal; three: least, median and greatest run."""
        kept = None if wanted is None else got >= wanted if at_least else got <= wanted
        self.figures.append({'what': what, 'got': got, 'wanted': wanted, 'at_least': at_least, 'unit': unit,
                             'digits': digits, 'spread': three, 'kept': kept})

    def invalid(self, reason):
        """Notes why no figure of this measurement is one."""
        self.invalid_because.append(reason)

    def disagree(self, reason):
        """Notes that the server's books and what the loads saw differ."""
        self.books.append(reason)

    def exit_code(self):
        if self.books:
            return DISAGREE
        if self.invalid_because:
            return WRONG
        return MISSED if any(figure['kept'] is False for figure in self.figures) else PASS

    def show(self):
        """Prints figures and verdict; an invalid measurement shows no figure."""
        print()
        for reason in self.invalid_because:
            print('invalid: ' + reason)
        for reason in self.books:
            print('books: ' + reason)
        if self.exit_code() in (PASS, MISSED):
            for figure in self.figures:
                print(sentence(figure))
        print(WORDS[self.exit_code()], flush=True)

    def write(self, path):
        """Writes everything as JSON; nothing where no path is given."""
        if path:
            with open(path, 'w') as file:
                json.dump({'question': self.question, 'verdict': WORDS[self.exit_code()],
                           'invalid_because': self.invalid_because, 'books': self.books, 'figures': self.figures,
                           'settings': self.settings, **self.more, 'runs': self.runs}, file, indent=1)


def value_of(figure, key):
    """A figure's value, or what is wanted of it, with its unit."""
    if figure[key] is None:
        return ''
    return f'{figure[key]:.{figure["digits"]}f} {figure["unit"]}'.strip()


def sentence(figure):
    """One line about a figure."""
    word = {True: 'kept', False: 'MISSED', None: '-'}[figure['kept']]
    line = f'{word:7}{figure["what"]}: {value_of(figure, "got")}'
    if figure['spread']:
        line += f' (runs {shown(figure["spread"], figure["digits"])})'
    if figure['wanted'] is not None:
        line += f', wanted at {"least" if figure["at_least"] else "most"} {value_of(figure, "wanted")}'
    return line
