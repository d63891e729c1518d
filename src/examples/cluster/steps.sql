-- SPDX-License-Identifier: GPL-3.0-or-later
-- The steps of shards.mjs, by name. $file, $shard and $folder are texts, $size a number.
-- An edge is what one entity pays another in one class: capital, or trade. `open`: of unknown amount.

-- step: read
CREATE TABLE payments AS
    SELECT payer, payee, relation, amount::DOUBLE AS amount FROM read_parquet($file);

-- step: bad
-- Whatever circfin trim refuses is an error here, too.
SELECT count(*) AS rows, any_value(coalesce(payer, '?') || ' to ' || coalesce(payee, '?')) AS such
    FROM payments
    WHERE payer IS NULL OR payee IS NULL OR payer = '' OR payee = '' OR payer = payee
       OR coalesce(relation NOT IN ('investor', 'customer', 'supplier'), true)
       OR amount < 0 OR amount > 1e18 OR isnan(amount)
       OR payer IN ('(payers left out)', '(payees left out)')
       OR payee IN ('(payers left out)', '(payees left out)');

-- step: merge
CREATE TABLE names AS
    SELECT name, row_number() OVER (ORDER BY name) AS id
    FROM (SELECT payer AS name FROM payments UNION SELECT payee FROM payments);
CREATE TABLE edges AS
    SELECT a.id AS payer, b.id AS payee, relation = 'investor' AS capital, amount IS NULL AS open,
           coalesce(fsum(amount), 0) AS amount, count(*) AS payments
    FROM payments
    JOIN names a ON a.name = payments.payer
    JOIN names b ON b.name = payments.payee
    WHERE amount > 0 OR amount IS NULL
    GROUP BY ALL;

-- step: balances
-- What an entity receives and pays in the whole network; what it pays beyond its receipts comes from
-- outside.
CREATE TABLE nodes AS
    SELECT names.id, names.name, coalesce(received, 0) AS received, coalesce(paid, 0) AS paid,
           greatest(coalesce(paid, 0) - coalesce(received, 0), 0) AS funds,
           greatest(coalesce(paid, 0), coalesce(received, 0)) AS throughflow,
           coalesce(invests, false) AND coalesce(sells, false) AS supplier
    FROM names
    LEFT JOIN (SELECT payer AS id, fsum(amount) AS paid, bool_or(capital AND NOT open) AS invests
               FROM edges GROUP BY payer) USING (id)
    LEFT JOIN (SELECT payee AS id, fsum(amount) AS received,
                      bool_or(NOT capital AND NOT open) AS sells
               FROM edges GROUP BY payee) USING (id);
CREATE TABLE live AS SELECT DISTINCT payer, payee FROM edges;
CREATE TABLE components (id BIGINT, component BIGINT);

-- step: trim
-- One round: drops the edges of entities that nobody pays or that pay nobody.
CREATE OR REPLACE TABLE live AS
    SELECT * FROM live
    SEMI JOIN (SELECT payee FROM live) paid ON live.payer = paid.payee
    SEMI JOIN (SELECT payer FROM live) pays ON live.payee = pays.payer;

-- step: live
SELECT count(*) AS rows FROM live;

-- step: colour
-- Colours spread forwards: the colour of an entity is the largest id from which money reaches it.
CREATE OR REPLACE TABLE colours AS
    SELECT id, id AS colour
    FROM (SELECT payer AS id FROM live UNION SELECT payee FROM live);

-- step: spread
CREATE OR REPLACE TABLE wider AS
    SELECT id, greatest(colour, coalesce(nearer, 0)) AS colour
    FROM colours
    LEFT JOIN (SELECT payee AS id, max(colour) AS nearer
               FROM live JOIN colours ON colours.id = live.payer GROUP BY payee) USING (id);

-- step: spreads
SELECT count(*) AS rows FROM wider JOIN colours USING (id) WHERE wider.colour > colours.colour;

-- step: take
CREATE OR REPLACE TABLE colours AS SELECT * FROM wider;

-- step: root
-- Entities from which money reaches the entity with the id of their colour are in its component.
CREATE OR REPLACE TABLE found AS SELECT id, colour FROM colours WHERE id = colour;

-- step: back
INSERT INTO found
    SELECT DISTINCT payer.id, payer.colour
    FROM live
    JOIN found payee ON payee.id = live.payee
    JOIN colours payer ON payer.id = live.payer AND payer.colour = payee.colour
    ANTI JOIN found known ON known.id = payer.id;

-- step: found
SELECT count(*) AS rows FROM found;

-- step: remove
-- No component has entities of two colours. A single entity is not one: it lies on no loop.
INSERT INTO components
    SELECT id, colour FROM found
    WHERE colour IN (SELECT colour FROM found GROUP BY colour HAVING count(*) > 1);
CREATE OR REPLACE TABLE live AS
    SELECT live.* FROM live
    JOIN colours a ON a.id = live.payer
    JOIN colours b ON b.id = live.payee AND b.colour = a.colour
    ANTI JOIN found f ON f.id = live.payer
    ANTI JOIN found g ON g.id = live.payee;

-- step: group
-- The components of a shard have some $size edges in all.
CREATE TABLE sizes AS
    SELECT a.component, count(*) AS edges
    FROM edges JOIN components a ON a.id = payer JOIN components b ON b.id = payee
    WHERE a.component = b.component GROUP BY a.component;
CREATE TABLE placed AS
    SELECT component, 1 + (sum(edges) OVER (ORDER BY edges DESC, component) - edges)::BIGINT // $size
           AS shard
    FROM sizes;
CREATE TABLE members AS
    SELECT id, component, dense_rank() OVER (ORDER BY shard) AS shard
    FROM components JOIN placed USING (component);
-- Each edge, with its shard on either side: 0 is the rest, which lies on no loop.
CREATE TABLE sides AS
    SELECT edges.*, coalesce(a.shard, 0) AS payer_shard, coalesce(b.shard, 0) AS payee_shard,
           coalesce(a.component = b.component, a.component IS NULL AND b.component IS NULL) AS inside
    FROM edges LEFT JOIN members a ON a.id = payer LEFT JOIN members b ON b.id = payee;

-- step: deals
-- What an entity pays to or receives from other components is one deal for each class, with
-- (payees left out) or (payers left out), so its throughflow is that of the whole network.
CREATE TABLE deals AS
    SELECT payer_shard AS shard, capital, open, a.name AS payer, b.name AS payee, amount
    FROM sides JOIN nodes a ON a.id = payer JOIN nodes b ON b.id = payee
    WHERE inside AND payer_shard > 0
    UNION ALL
    SELECT payer_shard, capital, false, name, '(payees left out)', fsum(amount)
    FROM sides JOIN nodes ON nodes.id = payer
    WHERE NOT inside AND NOT open AND payer_shard > 0 GROUP BY ALL
    UNION ALL
    SELECT payee_shard, capital, false, '(payers left out)', name, fsum(amount)
    FROM sides JOIN nodes ON nodes.id = payee
    WHERE NOT inside AND NOT open AND payee_shard > 0 GROUP BY ALL;

-- step: guard
-- A text that a spreadsheet would run as a formula gets an apostrophe before it, as in circfin export.
CREATE MACRO guard(name) AS
    CASE WHEN regexp_matches(name, '^([=+@\t\r\n-]|''($|[''=+@\t\r\n-]))')
         THEN '''' || name ELSE name END;

-- step: write_deals
COPY (SELECT 'd' || row_number() OVER (ORDER BY payer, payee, capital, open) AS id,
             CASE WHEN capital THEN 'investor' ELSE 'customer' END AS relation,
             guard(payer) AS payer, guard(payee) AS payee,
             CASE WHEN NOT open THEN amount END AS amount
      FROM deals WHERE shard = $shard ORDER BY payer, payee, capital, open)
    TO $deals (FORMAT csv, HEADER, FORCE_QUOTE (payer, payee));

-- step: write_entities
COPY (SELECT guard(name) AS id FROM nodes JOIN members USING (id) WHERE shard = $shard
      UNION ALL
      SELECT DISTINCT payer FROM deals WHERE shard = $shard AND payer = '(payers left out)'
      UNION ALL
      SELECT DISTINCT payee FROM deals WHERE shard = $shard AND payee = '(payees left out)'
      ORDER BY id)
    TO $entities (FORMAT csv, HEADER, FORCE_QUOTE (id));

-- step: write_nodes
COPY (SELECT name, received, paid, funds, throughflow, supplier, component, shard
      FROM nodes LEFT JOIN members USING (id) ORDER BY name)
    TO $nodes (FORMAT parquet);

-- step: whole
SELECT (SELECT count(*) FROM nodes) AS entities, sum(payments) AS payments,
       coalesce(fsum(amount), 0) AS gross,
       coalesce(fsum(CASE WHEN capital THEN amount END), 0) AS capital,
       coalesce(fsum(CASE WHEN NOT capital THEN amount END), 0) AS trade,
       coalesce(sum(CASE WHEN open THEN payments END), 0) AS unquantified,
       (SELECT coalesce(fsum(throughflow), 0) FROM nodes) AS throughflow,
       (SELECT coalesce(fsum(funds), 0) FROM nodes) AS outside_funds,
       (SELECT count(*) FROM nodes WHERE supplier) AS suppliers
FROM edges;

-- step: tallies
-- Of each shard, and of 0, the rest.
SELECT shard, entities, coalesce(inside, 0) AS inside, coalesce(received, 0) AS "in",
       coalesce(paid, 0) AS out, throughflow, funds AS outside_funds, suppliers
FROM (SELECT coalesce(shard, 0) AS shard, count(*) AS entities, fsum(throughflow) AS throughflow,
             fsum(funds) AS funds, count(*) FILTER (supplier) AS suppliers
      FROM nodes LEFT JOIN members USING (id) GROUP BY ALL)
LEFT JOIN (SELECT payer_shard AS shard, fsum(amount) FILTER (inside) AS inside,
                  fsum(amount) FILTER (NOT inside) AS paid
           FROM sides GROUP BY ALL) USING (shard)
LEFT JOIN (SELECT payee_shard AS shard, fsum(amount) FILTER (NOT inside) AS received
           FROM sides GROUP BY ALL) USING (shard)
ORDER BY shard;

-- step: scored
-- The scenarios as they are written.
SELECT shard, count(*) AS deals, coalesce(fsum(amount), 0) AS gross,
       bool_or(payer = '(payers left out)')::INT + bool_or(payee = '(payees left out)')::INT AS more
FROM deals GROUP BY shard ORDER BY shard;
