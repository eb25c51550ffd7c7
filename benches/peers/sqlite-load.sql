-- SQLite: load the concatenated files (made by compare.py) into a database in memory; only what the jobs ask for is indexed.
CREATE TABLE pairs(branch TEXT, id TEXT PRIMARY KEY, helper TEXT, helped TEXT, basis TEXT, topics TEXT, "start" TEXT, "end" TEXT,
  end_reason TEXT) WITHOUT ROWID;
CREATE TABLE contacts(pair TEXT, date TEXT, n INTEGER, act TEXT, mode TEXT, topics TEXT, minutes INTEGER, place TEXT, content TEXT,
  problem TEXT, next TEXT, entered TEXT, "by" TEXT);
CREATE TABLE forms(pair TEXT, month TEXT, n INTEGER, received TEXT, review TEXT, reviewed TEXT, "by" TEXT, score NUMERIC, comment TEXT);
.mode csv
.separator , "\n"
.import --skip 1 flat/pairs.csv pairs
.import --skip 1 flat/contacts.csv contacts
-- Days as numbers: day -> how many counted days up to it.
CREATE TABLE cal(day TEXT PRIMARY KEY, number INTEGER, counted INTEGER) WITHOUT ROWID;
WITH RECURSIVE one(day) AS (SELECT '2012-10-01' UNION ALL SELECT date(day, '+1 day') FROM one WHERE day < '2013-07-31')
INSERT INTO cal SELECT day, row_number() OVER (ORDER BY day),
  count(*) FILTER (WHERE day NOT BETWEEN '2013-01-19' AND '2013-02-26') OVER (ORDER BY day) FROM one;
