# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns payments in Parquet into shards for `circfin score --shards` and `circfin merge`, on Spark.

NOT RUN BY US: a translation of steps.sql and shards.mjs, which are run and tested, for those who
have a cluster. First compare its manifest with that of shards.mjs on a small file; circfin refuses
one whose sums do not add up. GraphFrames finds the strong components.

    spark-submit --packages YOUR_GRAPHFRAMES shards_spark.py PAYMENTS.parquet FOLDER USD [SIZE]
"""
import hashlib
import json
import pathlib
import sys

from graphframes import GraphFrame
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window

IN, OUT = "(payers left out)", "(payees left out)"


def edges_of(payments):
    """What one entity pays another in one class, added up. Bad rows: see steps.sql."""
    return (payments.where("amount > 0 or amount is null")
            .groupBy("payer", "payee", (F.col("relation") == "investor").alias("capital"),
                     F.col("amount").isNull().alias("open"))
            .agg(F.coalesce(F.sum("amount"), F.lit(0.0)).alias("amount"),
                 F.count("*").alias("payments")))


def nodes_of(payments, edges):
    names = payments.select(F.col("payer").alias("id")).union(payments.select("payee")).distinct()
    paid = edges.groupBy(F.col("payer").alias("id")).agg(
        F.sum("amount").alias("paid"), F.expr("bool_or(capital and not open)").alias("invests"))
    received = edges.groupBy(F.col("payee").alias("id")).agg(
        F.sum("amount").alias("received"), F.expr("bool_or(not capital and not open)").alias("sells"))
    return (names.join(paid, "id", "left").join(received, "id", "left").na.fill(0.0)
            .na.fill(False)
            .withColumn("funds", F.greatest(F.col("paid") - F.col("received"), F.lit(0.0)))
            .withColumn("throughflow", F.greatest("paid", "received"))
            .withColumn("supplier", F.col("invests") & F.col("sells")))


def trimmed(live):
    """Drops entities that nobody pays or that pay nobody: two semi-joins a round."""
    before = -1
    while (now := live.count()) != before:
        before = now
        live = (live.join(live.select(F.col("payee").alias("payer")).distinct(), "payer", "left_semi")
                .join(live.select(F.col("payer").alias("payee")).distinct(), "payee", "left_semi")
                .localCheckpoint())
    return live


def members_of(spark, live, edges, size):
    """The component and the shard of each entity that lies on a loop."""
    vertices = live.select(F.col("payer").alias("id")).distinct()
    graph = GraphFrame(vertices, live.select(F.col("payer").alias("src"), F.col("payee").alias("dst")))
    found = graph.stronglyConnectedComponents(maxIter=1000)
    several = found.groupBy("component").count().where("count > 1").select("component")
    found = found.join(several, "component", "left_semi")
    a, b = (found.select(F.col("id").alias(end), F.col("component").alias(end + "_component"))
            for end in ("payer", "payee"))
    sizes = (edges.join(a, "payer").join(b, "payee").where("payer_component = payee_component")
             .groupBy(F.col("payer_component").alias("component")).agg(F.count("*").alias("edges")))
    order = Window.orderBy(F.desc("edges"), "component")
    placed = sizes.withColumn(
        "shard", F.floor((F.sum("edges").over(order) - F.col("edges")) / size))
    placed = placed.withColumn("shard", F.dense_rank().over(Window.orderBy("shard")))
    return found.join(placed.select("component", "shard"), "component")


def sides_of(edges, members):
    a, b = (members.select(F.col("id").alias(end), F.col("component").alias(end + "_component"),
                           F.col("shard").alias(end + "_shard")) for end in ("payer", "payee"))
    return (edges.join(a, "payer", "left").join(b, "payee", "left")
            .withColumn("inside", F.expr("payer_component <=> payee_component"))
            .na.fill(0, ["payer_shard", "payee_shard"]))


def deals_of(sides):
    """What runs between an entity and others than its component is one deal for each class."""
    inside = sides.where("inside and payer_shard > 0").select(
        F.col("payer_shard").alias("shard"), "capital", "open", "payer", "payee", "amount")
    between = sides.where("not inside and not open")
    paid = (between.where("payer_shard > 0").groupBy(F.col("payer_shard").alias("shard"), "capital",
                                                     "payer").agg(F.sum("amount").alias("amount"))
            .selectExpr("shard", "capital", "false open", "payer", f"'{OUT}' payee", "amount"))
    received = (between.where("payee_shard > 0")
                .groupBy(F.col("payee_shard").alias("shard"), "capital", "payee")
                .agg(F.sum("amount").alias("amount"))
                .selectExpr("shard", "capital", "false open", f"'{IN}' payer", "payee", "amount"))
    return inside.union(paid).union(received)


def tallies_of(nodes, members, sides):
    of_nodes = (nodes.join(members.select("id", "shard"), "id", "left").na.fill(0, ["shard"])
                .groupBy("shard").agg(F.count("*").alias("entities"),
                                      F.sum("throughflow").alias("throughflow"),
                                      F.sum("funds").alias("outside_funds"),
                                      F.sum(F.col("supplier").cast("int")).alias("suppliers")))
    paid = sides.groupBy(F.col("payer_shard").alias("shard")).agg(
        F.sum(F.when(F.col("inside"), F.col("amount"))).alias("inside"),
        F.sum(F.when(~F.col("inside"), F.col("amount"))).alias("out"))
    received = sides.where("not inside").groupBy(F.col("payee_shard").alias("shard")).agg(
        F.sum("amount").alias("in"))
    rows = of_nodes.join(paid, "shard", "left").join(received, "shard", "left").na.fill(0.0)
    return {row["shard"]: {k: v for k, v in row.asDict().items() if k != "shard"}
            for row in rows.collect()}


def guarded(name):
    risky = "=+-@\t\r\n"
    guard = name[:1] in tuple(risky) or (name[:1] == "'" and (len(name) == 1 or name[1] in risky + "'"))
    return '"' + (("'" + name) if guard else name).replace('"', '""') + '"'


def write_shard(folder, number, deals, names, tally, currency):
    """One shard, on the driver: it is of a size that one machine scores."""
    at = pathlib.Path(folder, f"shard-{number}")
    at.mkdir(parents=True)
    lines = [f"d{i},{'investor' if d['capital'] else 'customer'},{guarded(d['payer'])},"
             f"{guarded(d['payee'])},{'' if d['open'] else repr(d['amount'])}\n"
             for i, d in enumerate(deals, 1)]
    stand_ins = sorted({d["payer"] for d in deals} & {IN}) + sorted({d["payee"] for d in deals} & {OUT})
    texts = {"deals.csv": "id,relation,payer,payee,amount\n" + "".join(lines),
             "entities.csv": "id\n" + "".join(guarded(n) + "\n" for n in sorted(names) + stand_ins),
             "scenario.csv": f"key,value\nname,shard-{number}\ncurrency,{currency}\nunit,one\n"}
    files = {}
    for name, text in texts.items():
        data = text.encode("utf-8")
        (at / name).write_bytes(data)
        files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {"folder": at.name, "name": at.name, **tally,
            "scenario": {"entities": tally["entities"] + len(stand_ins), "deals": len(deals),
                         "gross": sum(d["amount"] for d in deals),
                         "throughflow": tally["throughflow"] + tally["in"] + tally["out"]},
            "files": files}


def whole_of(nodes, edges):
    row = edges.agg(F.sum("payments").alias("payments"), F.sum("amount").alias("gross"),
                    F.sum(F.when(F.col("capital"), F.col("amount"))).alias("capital"),
                    F.sum(F.when(~F.col("capital"), F.col("amount"))).alias("trade"),
                    F.sum(F.when(F.col("open"), F.col("payments"))).alias("unquantified")).first()
    more = nodes.agg(F.count("*").alias("entities"), F.sum("throughflow").alias("throughflow"),
                     F.sum("funds").alias("outside_funds"),
                     F.sum(F.col("supplier").cast("int")).alias("suppliers")).first()
    return {key: value or 0 for key, value in {**row.asDict(), **more.asDict()}.items()}


def main(file, folder, currency, size=1000000):
    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setCheckpointDir(f"{folder}-checkpoints")
    payments = spark.read.parquet(file).cache()
    if payments.where(~F.col("relation").isin("investor", "customer", "supplier")).count():
        sys.exit("relation must be investor, customer or supplier; shards have no service")
    edges = edges_of(payments).cache()
    nodes = nodes_of(payments, edges).cache()
    members = members_of(spark, trimmed(edges.select("payer", "payee").distinct()), edges,
                         int(size)).cache()
    sides = sides_of(edges, members).cache()
    deals = deals_of(sides).cache()
    tallies = tallies_of(nodes, members, sides)
    none = dict.fromkeys(["entities", "throughflow", "outside_funds", "suppliers", "inside", "out",
                          "in"], 0)
    rest = tallies.pop(0, none)
    shards = [write_shard(folder, number,
                          deals.where(F.col("shard") == number)
                          .orderBy("payer", "payee", "capital", "open").collect(),
                          [row["id"] for row in members.where(F.col("shard") == number).collect()],
                          tally, currency)
              for number, tally in sorted(tallies.items())]
    manifest = {"schema": "circfin.manifest/1", "name": "shards", "currency": currency,
                "unit": "one", "source": {"file": file}, "whole": whole_of(nodes, edges),
                "rest": rest, "shards": shards}
    pathlib.Path(folder, "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n",
                                                     encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
