import type { Product } from '../formulas.ts';
import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { told } from './told.ts';

/** A log is named as its own cloud names it. */
export const namedLog: Check = {
  id: 'log-of-another-cloud',
  asks: 'Does the cloud of this incident have the log that is named?',
  run(statements, { formulas: { products } }) {
    const cloud = cloudOf(statements, products);
    if (cloud === null) return nothingFound;
    const wrong = told(statements, 'naming')
      .filter(({ of }) => of === 'log' || of === 'sensor')
      .flatMap((naming) => foreign(naming, cloud, products));
    const distinct = wrong.filter(
      ({ statement }, index) => wrong.findIndex((other) => nameOf(other.statement) === nameOf(statement)) === index,
    );
    return found(distinct);
  },
};

const nameOf = (statement: Statement): string => (statement.about === 'naming' ? plain(statement.name) : '');

function foreign(naming: Of<'naming'>, cloud: string, products: readonly Product[]): readonly Judgement[] {
  const meant = products.filter(({ name }) => plain(name) === plain(naming.name));
  const [first] = meant;
  if (first === undefined || meant.some((product) => product.cloud === cloud)) return [];
  const own = products.find((product) => product.cloud === cloud && product.is === first.is);
  return [
    judged('contradicted', naming, {
      why: `${naming.name} belongs to another cloud than the one that the report is about${own === undefined ? '' : `: here it is ${own.name}`}`,
    }),
  ];
}

/** The one cloud that the report is about; null where it names several or none. */
function cloudOf(statements: readonly Statement[], products: readonly Product[]): string | null {
  const all = told(statements, 'naming');
  const namings = all.filter((naming) => naming.of !== 'cloud' || !isPartOfProduct(naming, all));
  const known = new Set(products.map(({ cloud }) => cloud));
  const direct = new Set(
    namings
      .filter(({ of }) => of === 'cloud')
      .flatMap(({ name }) => [...known].filter((cloud) => plain(name).includes(plain(cloud)))),
  );
  const [one] = direct;
  if (one !== undefined) return direct.size === 1 ? one : null;
  const sensors = new Set(
    namings
      .filter(({ of }) => of === 'sensor' || of === 'cloud')
      .flatMap(({ name }) => products.filter((product) => isOf(product, name)).map(({ cloud }) => cloud)),
  );
  const [only] = sensors;
  return only !== undefined && sensors.size === 1 ? only : null;
}

/** The cloud's name in front of a log's says whose log it is, not where the incident was. */
const isPartOfProduct = ({ name, quote }: Of<'naming'>, namings: readonly Of<'naming'>[]): boolean =>
  namings.some(
    (other) =>
      (other.of === 'log' || other.of === 'sensor') &&
      other.quote.passage === quote.passage &&
      plain(other.name).startsWith(plain(name)),
  );

const isOf = ({ name }: Product, words: string): boolean =>
  plain(words).includes(plain(name)) || plain(name).includes(plain(words));

/** One word or two, the name is the same. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
