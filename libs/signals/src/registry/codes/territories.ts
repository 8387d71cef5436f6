import type { Codes } from '../field.js';

/** `0000 5001-5003` as the four-digit codes that it stands for. */
const expand = (ranges: string): readonly string[] =>
  ranges.split(' ').flatMap((range) => {
    const [first = '', last = first] = range.split('-');
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) =>
      String(Number(first) + at).padStart(4, '0'),
    );
  });

// Codes whose term has ended stay on these lists: an old decision keeps its code.
const countries = expand(
  '0000 5001-5113 6000-6069 7001-7009 7011-7012 7014-7018 7020-7021 7023-7024 7026-7055 7057-7060 7062-7068 ' +
    '7070-7077 7079-7080 7082-7085 7087-7089 7091-7099 8000-8006 8008-8045 9000-9001 9003 9005-9010 9013-9017 9020 ' +
    '9022-9023 9027-9028 9030-9031 9036-9038 9041-9044 9047-9058 9060-9078 9081-9082 9084-9095 9999',
);
const nationalities: ReadonlySet<string> = new Set(
  expand(
    '0000-0002 0027-0088 0100-0101 0104-0106 0108-0145 0147-0149 0151-0152 0154-0157 0200 0202 0204-0208 0211-0214 ' +
      '0216 0218-0219 0222-0223 0250-0256 0259 0261-0265 0267-0268 0300-0310 0312-0322 0324-0329 0331 0333-0342 0345 ' +
      '0400-0402 0404-0405 0421 0424-0425 0429-0432 0437 0442-0455 0499-0500',
  ),
);
const municipalities: ReadonlySet<string> = new Set(
  expand(
    '0000-1265 1301-1353 1355-1378 1380-1388 1390-1404 1507 1509 1525 1581 1586 1598 1621 1640-1641 1651-1652 1655 ' +
      '1658-1659 1661 1663 1665-1667 1669-1674 1676 1679-1681 1684-1685 1690-1691 1695-1702 1705-1706 1708-1709 1711 ' +
      '1714 1719 1721-1724 1728-1731 1734-1735 1740 1742 1771 1773-1774 1783 1842 1859 1876 1883-1884 1891-1892 ' +
      '1894-1896 1900-1901 1903-1904 1908 1911 1916 1921 1924 1926-1927 1930-1931 1937 1940 1942 1945 1948-1950 1952 ' +
      '1954-1955 1959-1961 1963 1966 1969-1970 1978-1980 1982 1987 1991 1999',
  ),
);

/** Countries as the BRP codes them (table 34, "Landen"); no milder form. Source: test/fixtures/brp/tabel34-landen.csv. */
export const country: Codes = Object.fromEntries(countries.map((code) => [code, null]));

/** Is this a code of the BRP's table 34, of a country that is or was? */
export const isCountryCode = (text: string): boolean => Object.hasOwn(country, text);

/** Is this a code of the BRP's table 32, of a nationality that is or was? No payload may carry one but to identify (R23). */
export const isNationalityCode = (text: string): boolean => nationalities.has(text);

/** Is this a code of the BRP's table 33, of a municipality that is or was? */
export const isMunicipalityCode = (text: string): boolean => municipalities.has(text);
