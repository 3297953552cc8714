# Names of things
language-name = English
product-line = kenju: health-strategy scenarios for Japan
sex-male = Men
sex-female = Women
sex-both = Both sexes
column-scenario = Scenario
column-year = Year
column-sex = Sex
column-age = Age
column-id = ID
column-title = Title
column-licence = Licence
column-publisher = Publisher
column-location = Location
column-tables = Used by tables
column-unit = Unit
column-status = Status
column-transformation = How it was made
column-file = File
column-note = Note
life-expectancy = Life expectancy
healthy-life-expectancy = Healthy life expectancy
healthy-life-expectancy-single-age = Healthy life expectancy, single ages
independent-life-expectancy = Independent life expectancy
years-limited = Years limited
years-dependent = Years dependent
life-expectancy-65 = Life expectancy at 65
healthy-life-expectancy-65 = Healthy life expectancy at 65
independent-life-expectancy-65 = Independent life expectancy at 65
population = Population
deaths = Deaths
short-life-expectancy = LE
short-healthy-life-expectancy = HLE
short-independent-life-expectancy = Independent LE
status-observed = observed
status-derived = derived
status-assumed = assumed

# Goal
goal-reached = the { $year } goal is reached
goal-missed = the { $year } goal is not reached

# Interface: header and footer
ui-status-computing = computing { $percent }
ui-status-failed = no result
ui-header-trend = Trend ({ $key }): { $trend }
ui-header-mortality = Mortality ({ $key }): { $mortality }
ui-header-care = Care ({ $key }): { $care }
ui-hint-trend = trend
ui-hint-sex = men/women
ui-hint-view = chart/table
ui-hint-help = help
ui-hint-quit = quit
ui-hint-close = close
ui-hint-down = scroll

# Interface: names of assumptions
ui-trend-none = none
ui-trend-half = half pace
ui-trend-full = full pace
ui-trend-own = scenario's own
ui-mortality-anchored = official projections
ui-mortality-excess = excess gone by { $year }
ui-mortality-wpp = UN rates of decline
ui-mortality-frozen = as in { $year }
ui-mortality-own = scenario's own
ui-mortality-ipss2023 = check with IPSS 2023
ui-mortality-pack = the pack's
ui-care-unchanged = unchanged
ui-care-fall = observed fall
ui-assumptions = { $mortality }, care { $care }

# Interface: headline
ui-headline-waiting = Computing life expectancy, healthy life expectancy and independent life expectancy to 2040. Everything can be used meanwhile.
ui-headline = Trend "{ $trend }": healthy life expectancy gains { $base_year }-{ $goal_year } (goal { $target } years): { $sexes }.
ui-headline-sex = { $sex } { $gain } ({ $verdict })
ui-verdict-reached = goal reached, { $years } beyond
ui-verdict-short = { $years } short
ui-verdict-unclear = not distinguishable from the goal: the survey errs by about 0.1
ui-headline-range = Trends none to full: { $sexes }.
ui-headline-range-sex = { $sex } { $low } to { $high }
ui-headline-gain-sex = { $sex } { $gain }
ui-headline-no-goal = Gain of healthy life expectancy from { $first } to { $last }, years: { $sexes }. This pack has no goal.
ui-joint = { "; " }
ui-sentence-space = { " " }{ $sentence }

# Interface: chart and tables
ui-body-computing = Computing...
ui-body-failed = No result. Key { $key } computes again.
ui-chart-title-birth = { $sex }: years expected at birth
ui-chart-title-age = { $sex }: years expected at age { $age }
ui-chart-legend = o + x official; shaded: trends; { $key }: about
ui-chart-previous = shown so far: { $assumptions }
ui-chart-goal = . goal { $value }
ui-chart-goal-short = . { $value }
ui-chart-interim = interim goal { $value }
ui-short-life = LE
ui-short-independent = Indep. LE
ui-short-healthy = HLE
ui-column-official = official
ui-official-mark = [official]

# Interface: notices and failures
ui-notice-no-such-trend = This pack or scenario has no such trend reading.
ui-notice-one-mortality = This pack has only one mortality.
ui-notice-no-care-need = This pack has no care need.
ui-notice-one-sex = This pack describes one sex only.
ui-notice-no-shell = There is no shell to go back to; q quits.
ui-failure-cancelled = The computation was cancelled.
ui-failure-refused = The computation was refused: { $reason }
ui-failure-crashed = The computation broke off; this is a fault of the program: { $reason }
ui-too-small = The screen is too small: { $needed } needed, { $present } present.
ui-too-small-keys = q quits; a larger window shows everything.

# Interface: help
ui-help-title = Keys
ui-overlay-place = lines { $first }-{ $last } of { $all }
ui-section-assumptions = Assumptions
ui-section-reading = Reading
ui-section-program = Program
ui-section-marks = Marks of the chart
ui-mark-points = o life expectancy, + independent life expectancy, x healthy life expectancy: official figures
ui-mark-lines = Lines: the same three as computed; the broken line is independent life expectancy
ui-mark-band = Shaded: healthy life expectancy from no trend to the full observed trend
ui-mark-goal = Dotted level lines: goal for 2040 and interim goal for FY2024
ui-mark-boundary = Dotted upright line: to its left observed mortality, to its right assumptions; ^ is the year read out
ui-do-trend-none = trend of limitation: no further change (cautious)
ui-do-trend-half = trend of limitation: half the observed pace
ui-do-trend-full = trend of limitation: the observed pace
ui-do-trend-own = trend of limitation: as in the scenario
ui-do-trend = next trend of limitation
ui-do-mortality = next mortality assumption
ui-do-care = next assumption on care need
ui-do-sex = men or women
ui-do-men = men
ui-do-women = women
ui-do-previous-year = one year back
ui-do-next-year = one year on
ui-do-first-year = first year
ui-do-last-year = last year
ui-do-view = chart or table of all years
ui-do-about = what is shown: meaning, unit, source, how computed
ui-do-up = line up, in the table one year back
ui-do-down = line down, in the table one year on
ui-do-page-up = page up
ui-do-page-down = page down
ui-do-close = close the page on top
ui-do-help = this page
ui-do-language = Japanese or English
ui-do-marks = braille dots or ASCII marks
ui-do-recompute = compute again
ui-do-repaint = paint the screen again
ui-do-suspend = back to the shell (fg returns)
ui-do-quit = quit

# Interface: about the numbers
ui-about-title = What is shown
ui-about-life = Years a person is expected to live at the death rates of one calendar year (period life table), at the youngest age of the pack. Unit: years. Up to the last observed year the rates are official, later ones follow the chosen mortality assumption.
ui-about-independent = Years expected without certified care need of level 2 or above (Sullivan method). Unit: years. It measures certified need, not need itself.
ui-about-healthy = Years expected without limitation in daily activities (Sullivan method, official variant: five-year age groups, open group 85+). Unit: years. Between survey years the limitation at a given age is interpolated, after the last one it follows the chosen trend.
ui-about-official = Official figures: { $sources }
ui-about-reading-title = Readings and goal
ui-about-reading = Trend: how limitation at a given age changes after the last survey: not at all (the cautious default), at half or at all of the observed pace. All are computed together; the shaded range spans them.
ui-about-goal = Goal: three more healthy years in 2040 than in 2016. The interim goal (end of FY2024) is read off 2024.
ui-about-survey = The survey behind healthy life expectancy errs by about 0.1 year, so gains of 2.95 and 3.05 years cannot be told apart.
ui-about-run-title = This run
ui-about-run = Seed { $seed }, persons { $persons }, baseline digest { $baseline }, engine digest { $engine }.
ui-about-pack = Baseline pack: { $pack }
ui-about-tables-title = Tables of the pack [status; unit] sources
ui-about-sources-title = Sources
