# SPDX-License-Identifier: GPL-3.0-or-later
# The cells of a report's notebook, as one program that also runs by itself in the folder.
#
# A cell begins with "# %% id" or "# %% [markdown] id"; "needs TABLE" (up to two) leaves it out
# where that table has no rows, "hidden" folds its source up, "pictures" attaches the pictures of the
# report to it, "tag TAG" gives it a tag of Jupyter's.
# "# @name" in a Markdown cell stands for text about the scenario, or for the meanings of a table's
# columns (notebook_words.c). Code is the same for all scenarios and reads the files beside the
# notebook. The cell other-sections stands for the tables of sections that have no cells here
# (sections.def).

# %% [markdown] unexecuted tag unexecuted
# > **This notebook has not been run yet**, so its tables and charts are missing. *Run All Cells*
# > works them out from the files beside it; so does `circfin report --run-notebook`. It needs
# > pandas and matplotlib, and no network. (Delete this note afterwards.)

# %% [markdown] answer
# @answer

# %% setup hidden
# @title Helpers: they read the files, write numbers and draw
import base64
import io
import json
import math
import warnings
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

COLOURS = ["#0b6e4f", "#c2560c", "#1d5fbf", "#a01a6b", "#7a6a00", "#007a99", "#8c3b2a", "#4d5760"]
UNKNOWN = "–"
GUARD = r"^'(?=['=+@\t\r\n-]|\Z)"  # an apostrophe that keeps a text from being run as a formula

warnings.filterwarnings("ignore", message="Glyph")  # names in scripts that the font has not
plt.rcParams["text.parse_math"] = False  # a dollar in a name is a dollar
plt.rcParams["svg.fonttype"] = "none"
plt.rcParams["svg.hashsalt"] = "circfin"  # the same ids, so the same bytes, each time


# What each column of each table is called, what kind of values it has, and whether to show it.
columns = pd.read_csv("columns.csv", keep_default_na=False).set_index("table")


def columns_of(table, kinds=None):
    """The columns of a table, or only those of some kinds."""
    rows = columns.loc[[table]]
    return rows if kinds is None else rows[rows["kind"].isin(kinds)]


def read(table):
    """A csv file. An empty field is unknown; a name such as NA or 007 stays the name it is."""
    texts = list(columns_of(table, ("text", "entity", "date"))["column"])
    frame = pd.read_csv(f"{table}.csv", dtype=dict.fromkeys(texts, str), keep_default_na=False,
                        na_values=[""])
    frame[texts] = frame[texts].replace(GUARD, "", regex=True)
    return frame


with open("result.json", encoding="utf-8") as file:
    result = json.load(file)
unit = result["scenario"]["currency"]
if result["scenario"]["unit"] != "one":
    unit += " " + result["scenario"]["unit"]
entities = read("entities")
known = entities["name"].fillna(entities["entity"])
known = known.where(~known.duplicated(keep=False), known + " (" + entities["entity"] + ")")
NAMES = dict(zip(entities["entity"], known))


def name(entity):
    return UNKNOWN if pd.isna(entity) else NAMES.get(entity, entity)


def decimal(value, decimals, rounded):
    """To the nearest; a bound up or down, so that it stays one."""
    text = f"{value:,.{decimals}f}"
    off = abs(float(text.replace(",", "")) - value)
    if rounded == "nearest" or off <= min(1e-12 * abs(value), 0.1 ** (decimals + 3)):
        return text
    way = ROUND_FLOOR if rounded == "down" else ROUND_CEILING
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-decimals), way):,f}"


def money(value, rounded="nearest"):
    """Three significant digits, or all of the integer part."""
    if pd.isna(value):
        return UNKNOWN
    if 0 < abs(value) < 1e-6 and rounded == "nearest":
        return "less than 0.000001" if value > 0 else "almost 0"
    decimals = 2 - math.floor(math.log10(abs(value))) if value else 0
    text = decimal(value, min(max(decimals, 0), 6), rounded)
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(value, rounded="nearest"):
    return UNKNOWN if pd.isna(value) else f"{decimal(100 * value, 1, rounded)} %"


def display_frame(frame):
    with pd.option_context("display.max_colwidth", None):
        display({"text/html": frame.to_html(index=False, na_rep=UNKNOWN),
                 "text/plain": frame.to_string(index=False, na_rep=UNKNOWN)}, raw=True)


NUMBERS = {"money": money, "count": money, "number": money, "share": share}
WORDS = {"entity": name, "flag": lambda flag: "yes" if str(flag) == "True" else ""}


def words_of(kind, rounded):
    """How the values of a column are written."""
    if kind in NUMBERS:
        return lambda value: NUMBERS[kind](value, rounded)
    return WORDS.get(kind, lambda text: text)


def show(table, frame=None, most=12):
    """The main columns of a table, or of some of its rows, under their headings."""
    frame = read(table) if frame is None else frame
    shown = columns_of(table)
    shown = shown[shown["shown"] & shown["column"].isin(frame.columns)]
    words = {column: frame[column].head(most).map(words_of(kind, rounded))
             for column, kind, rounded in zip(shown["column"], shown["kind"], shown["rounded"])}
    display_frame(pd.DataFrame(words).set_axis(list(shown["heading"]), axis=1))


def draw(figure, about, lively=None):
    """A chart as an SVG image, which all viewers show alike (many garble bare SVG);
    beside it, a Vega-Lite chart for where Jupyter can show that."""
    text = io.BytesIO()
    figure.savefig(text, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    picture = base64.b64encode(text.getvalue()).decode()
    forms = {"text/html": f'<img alt="{about}" src="data:image/svg+xml;base64,{picture}">',
             "text/plain": about}
    if lively is not None:
        forms["application/vnd.vegalite.v5+json"] = lively
    display(forms, raw=True)


def amount(field, title):
    return {"field": field, "type": "quantitative", "title": title}


def layer(mark, start, end=None):
    """A mark at an amount, or from one to another."""
    x = {"x": amount(start, f"comes back, {unit}")}
    return {"mark": mark, "encoding": x if end is None else {**x, "x2": end}}


def bare(axes):
    """No frame; a light grid across the bars."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(left=False)
    axes.grid(axis="x", color="#dde3e8")
    axes.set_axisbelow(True)


# %% [markdown] suppliers-text needs suppliers
# ## What comes back
#
# Some of what a supplier invests may come back to it as revenue, through the hands of others. Money
# is fungible, so there is no single true figure, but there are exact bounds:
#
# @suppliers

# %% suppliers needs suppliers
suppliers = read("suppliers")
show("suppliers", suppliers)

# %% [markdown] exposure-text needs suppliers
# The same as intervals: the bar runs from min to max, its mark is pro rata, the dashed line runs
# on to open, the grey end is what was invested. A long bar means that the deals leave much
# open; a short one, that they do not.

# %% exposure hidden needs suppliers
rows = suppliers.head(12).rename(columns={
    "loopback_min": "min", "loopback_pro_rata": "pro_rata", "loopback_max": "max",
    "loopback_max_open": "open"})
rows = rows.assign(supplier=rows["entity"].map(name))[
    ["supplier", "min", "pro_rata", "max", "open", "invested"]]

figure, axes = plt.subplots(figsize=(9, 0.9 + 0.5 * len(rows)))
for place, row in enumerate(rows.itertuples()):
    colour = COLOURS[min(place, 7)]
    axes.plot([0, row.invested], [place, place], color="#8b95a0", linewidth=1)
    axes.plot(row.invested, place, "|", color="#56626e", markersize=9)
    axes.plot([row.max, row.open], [place, place], ":", color=colour, linewidth=2)
    axes.barh(place, row.max - row.min, left=row.min, height=0.42, color=colour, alpha=0.35)
    axes.plot(row.pro_rata, place, "|", color=colour, markersize=18, markeredgewidth=4)
axes.set_yticks(range(len(rows)), rows["supplier"])
axes.invert_yaxis()
axes.set_xlabel(f"comes back, {unit}")
bare(axes)


values = rows.astype(object).where(rows.notna(), None).to_dict("records")
draw(figure, "What comes back to each supplier", {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "description": "What comes back to each supplier: min to max, pro rata, open, invested",
    "data": {"values": values},
    "width": 560,
    "height": {"step": 34},
    "encoding": {
        "y": {"field": "supplier", "type": "nominal", "sort": None, "title": None},
        "tooltip": [{"field": "supplier", "type": "nominal"}] + [
            amount(column, column.replace("_", " ")) for column in rows.columns[1:]]},
    "layer": [
        layer({"type": "rule", "color": "#8b95a0"}, "invested", {"datum": 0}),
        layer({"type": "tick", "color": "#56626e", "size": 12}, "invested"),
        layer({"type": "rule", "color": COLOURS[0], "strokeDash": [2, 3], "size": 2},
              "max", {"field": "open"}),
        layer({"type": "bar", "color": COLOURS[0], "opacity": 0.35, "height": 14},
              "min", {"field": "max"}),
        layer({"type": "tick", "color": COLOURS[0], "thickness": 4, "size": 22}, "pro_rata")]})

# %% [markdown] pictures pictures
# ## The money, drawn
#
# @streams
#
# @graph

# %% [markdown] routes-text needs suppliers
# ## Where the money goes
#
# Pro rata, what the first supplier in the list above invested splits without a remainder: part of
# it comes back, by these routes (it enters at *invested in*, and *last payer* pays it to the
# supplier), and the rest stays with other entities. A dash stands for capital that was paid back as
# capital.

# %% routes needs suppliers needs routes
first = suppliers["entity"][0]
routes = read("routes")
routes = routes[routes["supplier"] == first]
show("routes", routes.sort_values("amount", ascending=False, kind="stable"))

# %% rests needs suppliers needs rests
rests = read("rests")
rests = rests[rests["supplier"] == suppliers["entity"][0]]
show("rests", rests.sort_values("amount", ascending=False, kind="stable"))

# %% [markdown] financing-text needs suppliers
# ## Who finances whose revenue
#
# A row is the supplier whose invested money is followed, a column the one whose revenue it
# becomes. The diagonal is its own loop-back. Rows do not add up: the same dollar may be paid to
# several, one after the other.

# %% financing hidden needs suppliers
top = suppliers["entity"].head(16)
matrix = pd.DataFrame(0.0, index=top, columns=top)
for row in suppliers.head(16).itertuples():
    matrix.loc[row.entity, row.entity] = row.loopback_pro_rata
for source, target, part in read("cross")[["from", "to", "pro_rata"]].itertuples(index=False):
    if source in matrix.index and target in matrix.index:
        matrix.loc[source, target] = part

figure, axes = plt.subplots(figsize=(2 + 0.9 * len(top), 1 + 0.5 * len(top)))
largest = max(matrix.to_numpy().max(), 1e-9)
axes.imshow(matrix, cmap="Greens", aspect="auto", vmin=0, vmax=2 * largest)
for (row, column), part in pd.DataFrame(matrix.to_numpy()).stack().items():
    axes.text(column, row, money(part) if part > 0 else "·", ha="center", va="center")
axes.set_xticks(range(len(top)), top.map(name), rotation=30, ha="left")
axes.set_yticks(range(len(top)), top.map(name))
axes.xaxis.tick_top()
axes.set_title(f"money of (row) becomes revenue of (column), {unit}")
for side in axes.spines.values():
    side.set_visible(False)
draw(figure, "Who finances whose revenue")

# %% [markdown] concentration-text needs suppliers needs concentration
# ## Who pays for its revenue
#
# Each payer's share of the first supplier's revenue in the deals of this view.

# %% concentration hidden needs suppliers needs concentration
payers = read("concentration")
payers = payers[payers["entity"] == suppliers["entity"][0]]
payers = payers.sort_values("amount", ascending=False, kind="stable").head(12)

figure, axes = plt.subplots(figsize=(9, 0.9 + 0.35 * len(payers)))
bars = axes.barh(payers["payer"].map(name), payers["amount"], color=COLOURS[0], alpha=0.6)
axes.bar_label(bars, padding=4, labels=[
    f"{money(a)}  ({share(s)})" for a, s in zip(payers["amount"], payers["share"])])
axes.invert_yaxis()
axes.margins(x=0.15)
axes.set_xlabel(f"paid to {name(suppliers['entity'][0])}, {unit}")
bare(axes)
draw(figure, "Who pays for its revenue")

# %% [markdown] loops-text needs loops
# ## The routes on which it can go round
#
# Loops of deals with at least one investment and one sale, each entity once. Loops share deals, so
# their figures do not add up.
#
# @loops

# %% loops needs loops
show("loops")

# %% [markdown] drivers-text needs suppliers needs drivers
# ## What moves the figure
#
# What the first supplier's pro rata figure would be if one deal were at its low or its high (10 %
# less and more where it has no range), all others as they are. A long bar is a deal whose size
# matters.

# %% drivers hidden needs suppliers needs drivers
drivers = read("drivers")
drivers = drivers[(drivers["supplier"] == suppliers["entity"][0])
                  & (drivers["measure"] == "pro_rata")].dropna(subset=["low", "high"])
drivers = drivers.assign(width=(drivers["high"] - drivers["low"]).abs())
drivers = drivers[drivers["width"] > 0]
drivers = drivers.sort_values("width", ascending=False, kind="stable").head(12)

figure, axes = plt.subplots(figsize=(9, 1 + 0.35 * len(drivers)))
for place, row in enumerate(drivers.itertuples()):
    axes.barh(place, row.low - row.value, left=row.value, color=COLOURS[0], alpha=0.3)
    axes.barh(place, row.high - row.value, left=row.value, color=COLOURS[0], alpha=0.9)
axes.set_yticks(range(len(drivers)),
                [f"{deal}  {money(a)}" for deal, a in zip(drivers["deal"], drivers["amount"])])
axes.invert_yaxis()
axes.set_xlabel(f"comes back to {name(suppliers['entity'][0])} pro rata, {unit}"
                " (light: deal at its low, dark: at its high)")
bare(axes)
draw(figure, "What moves the figure")

# %% [markdown] uncertainty-text needs simulate
# ## How sure is it
#
# Each draw decides which deals happen, by their probability, and at which amount of their range.
# How what comes back is spread over the draws: pro rata (dark), what must and what can come back
# (pale, to the left and to the right), and the median (line).

# %% densities hidden needs simulate
simulated = read("simulate").set_index(["supplier", "measure"])
densities = read("densities").set_index(["supplier", "measure"]).sort_index()
varying = simulated.xs("loopback_pro_rata", level="measure")
varying = list(varying.index[varying["sd"] > 0])[:6]

figure, panels = plt.subplots(max(len(varying), 1), sharex=True, squeeze=False,
                              figsize=(9, 0.6 + 1.1 * len(varying)))
for place, (entity, axes) in enumerate(zip(varying, panels[:, 0])):
    for measure, alpha in (("min", 0.25), ("max", 0.25), ("pro_rata", 0.85)):
        bins = densities.loc[[(entity, f"loopback_{measure}")]]
        if len(bins) > 1:
            axes.bar(bins["from"], bins["density"], bins["to"] - bins["from"], align="edge",
                     color=COLOURS[place], alpha=alpha)
    axes.set_ylim(0, 1.05 * densities.loc[[(entity, "loopback_pro_rata")], "density"].max())
    axes.axvline(simulated.loc[(entity, "loopback_pro_rata"), "p50"], color="#17212b", linewidth=1)
    axes.set_yticks([])
    axes.set_ylabel(name(entity), rotation=0, ha="right", va="center")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
most = simulated.xs("loopback_max", level="measure")["p95"].max()
panels[0, 0].set_xlim(0, most * 1.05 if most > 0 else 1)
panels[0, 0].set_title(f"comes back, {unit}: how the draws are spread", loc="left", fontsize=10)
draw(figure, "How sure what comes back is")

# %% simulate needs simulate
show("simulate", most=18)

# %% [markdown] sources-text needs sources
# What makes the exposure of the first supplier uncertain: the part of its variance that each source
# makes by itself (dark) and together with others (pale), with the standard error of the latter.

# %% sources hidden needs sources
sources = read("sources")
sources = sources[(sources["measure"] == "exposure_pro_rata") & (sources["total"] > 0)]
sources = sources[sources["supplier"] == (list(sources["supplier"]) or [None])[0]]
sources = sources.sort_values("total", ascending=False, kind="stable").head(10)

figure, axes = plt.subplots(figsize=(9, 1 + 0.3 * max(len(sources), 1)))
axes.barh(sources["source"], 100 * sources["total"], xerr=100 * sources["total_se"],
          color=COLOURS[0], alpha=0.35, ecolor="#56626e")
axes.barh(sources["source"], 100 * sources["first_order"].clip(0, sources["total"]), color=COLOURS[0])
axes.invert_yaxis()
axes.set_xlabel("% of the variance of the exposure"
                + (f" of {name(sources['supplier'].iloc[0])}" if len(sources) else ""))
bare(axes)
draw(figure, "What makes the exposure uncertain")

# %% [markdown] timeline-text needs suppliers needs timeline
# ## How it came about
#
# The figures as of every day on which a deal was announced or fell away, with what was known on
# that day.

# %% timeline hidden needs suppliers needs timeline
timeline = read("timeline")
days = timeline.assign(day=pd.to_datetime(timeline["date"], errors="coerce"))
shown = [e for e in suppliers["entity"] if (days["supplier"] == e).any()][:6]

figure, panels = plt.subplots(max(len(shown), 1), sharex=True, sharey=True, squeeze=False,
                              figsize=(9, 0.6 + 1.1 * len(shown)))
for place, (entity, axes) in enumerate(zip(shown, panels[:, 0])):
    rows = days[days["supplier"] == entity]
    axes.fill_between(rows["day"], rows["loopback_min"], rows["loopback_max"], step="post",
                      color=COLOURS[place], alpha=0.25, linewidth=0)
    axes.step(rows["day"], rows["loopback_pro_rata"], where="post", color=COLOURS[place])
    axes.set_ylabel(name(entity), rotation=0, ha="right", va="center")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
panels[0, 0].set_title(f"comes back, {unit}: pro rata (line), min to max (band)", loc="left",
                       fontsize=10)
draw(figure, "What came back as of each day")

# %% [markdown] vintages-text needs periods
# ## When it comes back
#
# The same money, followed from period to period: the band runs from min to max of what has come
# back by the end of each, the line is pro rata, the dots are what has been invested by then.

# %% periods hidden needs periods
periods = read("periods")
moving = periods[periods["back_max"].fillna(periods["back_pro_rata"]) > 0]
shown = list(dict.fromkeys(moving["supplier"]))[:6]

figure, panels = plt.subplots(max(len(shown), 1), sharex=True, squeeze=False,
                              figsize=(9, 0.6 + 1.3 * len(shown)))
for place, (entity, axes) in enumerate(zip(shown, panels[:, 0])):
    rows = periods[periods["supplier"] == entity]
    axes.fill_between(rows["period"], rows["back_min"], rows["back_max"], color=COLOURS[place],
                      alpha=0.25, linewidth=0)
    axes.plot(rows["period"], rows["back_pro_rata"], color=COLOURS[place])
    axes.plot(rows["period"], rows["cumulative_invested"], ":", color="#56626e", linewidth=1)
    axes.set_ylabel(name(entity), rotation=0, ha="right", va="center")
    axes.set_ylim(bottom=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
panels[-1, 0].tick_params(axis="x", rotation=90)
panels[0, 0].set_title(f"has come back, {unit}: pro rata (line), min to max (band), invested (dots)",
                       loc="left", fontsize=10)
draw(figure, "What has come back by the end of each period")

# %% [markdown] triangle-text needs vintages
# Which part of what the first supplier invested in a period (row) comes back in which later one
# (column), pro rata.

# %% triangle hidden needs vintages
vintages = read("vintages")
vintages = vintages[vintages["supplier"] == (shown or list(vintages["supplier"]))[0]]
triangle = vintages.pivot(index="invested_in", columns="returned_in", values="loopback_pro_rata")
seen = triangle.sum() > 1e-4 * triangle.sum().sum()
triangle = triangle.loc[:, seen] if seen.any() else triangle

figure, axes = plt.subplots(figsize=(2 + 0.7 * len(triangle.columns), 1 + 0.4 * len(triangle)))
parts = triangle.div(vintages.groupby("invested_in")["invested"].first(), axis=0)
axes.imshow(parts, cmap="Greens", aspect="auto", vmin=0, vmax=1)
for (row, column), part in pd.DataFrame(triangle.to_numpy()).stack().items():
    axes.text(column, row, f"{part:,.2f}" if part >= 0.005 else "·", ha="center", va="center")
axes.set_xticks(range(len(triangle.columns)), triangle.columns)
axes.set_yticks(range(len(triangle)), triangle.index)
axes.xaxis.tick_top()
axes.set_title(f"{name(vintages['supplier'].iloc[0])}: invested in (row), back in (column), {unit}")
for side in axes.spines.values():
    side.set_visible(False)
draw(figure, "When what was invested comes back")

# %% [markdown] funding-text needs funding
# What the entity with the largest gaps has to pay in each period (mark), and what pays for it.

# %% funding hidden needs funding
funding = read("funding")
short = funding.groupby("entity", sort=False)["gap"].sum().idxmax()
funding = funding[(funding["entity"] == short) & (funding["due"] > 0)]
parts = [("carried_in", "#007a99", 0.75), ("tied_in", "#007a99", 0.35),
         ("capital_in", "#7a5c99", 0.9), ("revenue_in", "#8b95a0", 0.9),
         ("service_in", "#9a7b2f", 0.9), ("outside", "#1d5fbf", 0.55), ("gap", "#b3261e", 0.9)]

figure, axes = plt.subplots(figsize=(9, 3.6))
below = pd.Series(0.0, index=funding.index)
for column, colour, strength in parts:
    axes.bar(funding["period"], funding[column], bottom=below, color=colour, alpha=strength,
             width=0.7, label=column.replace("_", " "))
    below = below + funding[column]
axes.plot(funding["period"], funding["due"], "_", color="#1b232b", markersize=18,
          markeredgewidth=3, label="due")
axes.tick_params(axis="x", rotation=90)
axes.set_title(f"{name(short)}: due, and what pays for it, {unit}", loc="left", fontsize=10)
axes.legend(fontsize=8, ncols=4)
for side in ("top", "right"):
    axes.spines[side].set_visible(False)
draw(figure, "What is due, and what pays for it")

# %% [markdown] shocks-text needs shocks
# ## If the money stops
#
# What each shock that the file names costs the suppliers that lose most: revenue that is not paid,
# capital in entities that fail, and what they pay as guarantors. Losses of several suppliers do not
# add up.

# %% shocks hidden needs shocks
shocks = read("shocks")
losses = shocks[shocks["loss"] > 0]
shown = list(dict.fromkeys(shocks["shock"]))[:4]
parts = [("revenue_lost", "#56626e"), ("capital_lost", "#7a5c99"), ("guarantees_paid", "#b3261e")]

figure, panels = plt.subplots(len(shown), squeeze=False, figsize=(9, 0.8 + 2.2 * len(shown)))
for shock, axes in zip(shown, panels[:, 0]):
    rows = losses[losses["shock"] == shock].nlargest(8, "loss").iloc[::-1]
    left = pd.Series(0.0, index=rows.index)
    for column, colour in parts:
        axes.barh(rows["supplier"].map(name), rows[column], left=left, color=colour,
                  label=column.replace("_", " "))
        left = left + rows[column]
    axes.set_title(f"{shock}: losses, {unit}", loc="left", fontsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
panels[0, 0].legend(fontsize=8, loc="lower right")
draw(figure, "What each named shock costs the suppliers")

# %% [markdown] chance-text needs chance
# ## More circular than chance?
#
# In each draw all deals keep payer, amount and class, and the payees of a class are dealt out among
# them at random: the bars are the draws, the line is the network as it is. It tests who deals with
# whom, not intent.

# %% histogram hidden needs chance needs histogram
chance, histogram = read("chance"), read("histogram")
shown = chance[chance["statistic"].isin(histogram["statistic"])]

figure, panels = plt.subplots(max(len(shown), 1), squeeze=False, figsize=(9, 1 + 1.8 * len(shown)))
for row, axes in zip(shown.itertuples(), panels[:, 0]):
    bins = histogram[histogram["statistic"] == row.statistic]
    widths = (bins["to"] - bins["from"]).where(lambda width: width > 0, 0.01)
    axes.bar(bins["from"], bins["share"], width=widths, align="edge", color="#56626e", alpha=0.5)
    axes.axvline(row.observed, color=COLOURS[0], linewidth=2)
    axes.set_title(f"{row.statistic}: observed {row.observed:.3g}, p = {row.p:.3g}", loc="left",
                   fontsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
figure.tight_layout()
draw(figure, "The draws as histograms, and the network as it is")

# %% [markdown] what-if-text needs suppliers
# ## What if revenue were another?
#
# The exposure is what comes back pro rata, divided by revenue: reported revenue where the file
# has it, else what the deals show. If the revenue were half or twice as much and the deals the
# same, it would be:

# %% what-if needs suppliers
revenue = suppliers["revenue_reported"].fillna(suppliers["revenue"])
revenue = revenue.where(revenue > 0)
what_if = pd.DataFrame({"supplier": suppliers["entity"].map(name), "revenue": revenue.map(money)})
for factor in (0.5, 0.75, 1, 1.5, 2):
    exposure = suppliers["loopback_pro_rata"] / (factor * revenue)
    what_if[f"of {factor} x revenue"] = exposure.map(share)
display_frame(what_if.head(12))

# %% other-sections

# %% [markdown] about
# ## About this notebook
#
# This notebook reads the csv files beside it and draws the main charts from them, with pandas and
# matplotlib and without a network. Change a file or a cell, run it again, and go on from there.

# %% [markdown] limits
# ## What the figures do not say
#
# They say what these deals allow, not what anyone intended: no figure here shows that a sale was
# made for the sake of an investment. Deals that are not in the file count for nothing. A deal's
# amount is what was announced or signed, often spread over years, and not what was paid. Pro rata
# is a convention; min and max are not, but they hold for these deals, the stated outside funds
# and what is tied, and nothing else.

# %% system
figures = pd.to_numeric(pd.Series(result["figures"], dtype=object), errors="coerce")
system = figures[["deals", "gross", "capital", "trade", "service", "unquantified", "funds_assumed",
                  "funding_gap", "circulation_max"]]
display_frame(pd.DataFrame({"figure": system.index.str.replace("_", " "),
                            "value": [money(value, "up" if figure.endswith("_max") else "nearest")
                                      for figure, value in system.items()]}))
for warning in result["warnings"]:
    print("Warning:", warning)
