-- Bills of closed months, added up once. A month's row is written when all its charges are, and they never change: what is restated has another
-- closing. So a closing is added up when its month is seen first; until then the view adds up its charges.
CREATE TABLE IF NOT EXISTS chargeback_bills ${on_cluster} (
  month Date COMMENT 'first day of the month',
  closing_id String COMMENT 'of the closing that it belongs to',
  tenant LowCardinality(String) COMMENT 'whose it was; empty where nobody said',
  cost_centre LowCardinality(String) COMMENT 'who pays for it; empty where nobody said',
  item LowCardinality(String) COMMENT 'the measure, such as allocated, or the name of the shared cost',
  tier LowCardinality(String) COMMENT 'that set the price; empty for a share of a cost',
  currency LowCardinality(String) COMMENT 'of the amounts, ISO 4217',
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands',
  amount Decimal(38, 12) COMMENT 'to be paid, in whole coins',
  discount Decimal(38, 12) COMMENT 'what it would be more at the list price',
  byte_seconds UInt128 COMMENT 'that are charged; of a share those that it is split by [By.s]',
  air_byte_seconds UInt128 COMMENT 'of these, provisioned and not in use [By.s]'
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
ORDER BY (month, closing_id, tenant, cost_centre, item, tier, currency)
COMMENT 'bills of closed months by who pays and for what; read the view chargeback_bill';

CREATE MATERIALIZED VIEW IF NOT EXISTS chargeback_bill_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO chargeback_bills
AS SELECT
  charges.month AS month,
  charges.closing_id AS closing_id,
  ifNull(charges.tenant, '') AS tenant,
  ifNull(charges.cost_centre, '') AS cost_centre,
  charges.item AS item,
  ifNull(charges.tier, '') AS tier,
  charges.currency AS currency,
  now64(3, 'UTC') AS computed_at,
  sum(charges.amount) AS amount,
  sum(charges.discount) AS discount,
  sum(charges.byte_seconds) AS byte_seconds,
  sum(charges.air_byte_seconds) AS air_byte_seconds
FROM chargeback_charge AS charges FINAL
WHERE charges.closing_id IN (
  SELECT closing_id FROM chargeback_month WHERE closing_id NOT IN (SELECT closing_id FROM chargeback_bills))
GROUP BY month, closing_id, tenant, cost_centre, item, tier, currency;

-- The bills of closed months as they stand, by who pays and for what. The empty tenant is nobody.
CREATE OR REPLACE VIEW chargeback_bill ${on_cluster} AS
SELECT
  bills.month AS month,
  bills.tenant AS tenant,
  bills.cost_centre AS cost_centre,
  bills.item AS item,
  nullIf(bills.tier, '') AS tier,
  bills.currency AS currency,
  bills.amount AS amount,
  bills.discount AS discount,
  bills.byte_seconds AS byte_seconds,
  bills.air_byte_seconds AS air_byte_seconds,
  months.revision AS revision
FROM (
  SELECT month, closing_id, tenant, cost_centre, item, tier, currency, amount, discount, byte_seconds, air_byte_seconds
  FROM chargeback_bills FINAL
  UNION ALL
  SELECT
    charges.month AS month,
    charges.closing_id AS closing_id,
    toLowCardinality(ifNull(charges.tenant, '')) AS tenant,
    toLowCardinality(ifNull(charges.cost_centre, '')) AS cost_centre,
    charges.item AS item,
    toLowCardinality(ifNull(charges.tier, '')) AS tier,
    charges.currency AS currency,
    sum(charges.amount) AS amount,
    sum(charges.discount) AS discount,
    sum(charges.byte_seconds) AS byte_seconds,
    sum(charges.air_byte_seconds) AS air_byte_seconds
  FROM chargeback_charge AS charges FINAL
  WHERE charges.closing_id GLOBAL IN (
    SELECT closing_id FROM chargeback_month WHERE closing_id GLOBAL NOT IN (SELECT closing_id FROM chargeback_bills))
  GROUP BY month, closing_id, tenant, cost_centre, item, tier, currency
) AS bills
INNER JOIN chargeback_month_latest AS months ON bills.month = months.month AND bills.closing_id = months.closing_id;
