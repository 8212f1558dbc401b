import type { Incident } from '../../../model/incident.ts';
import type { Formulas } from '../formulas.ts';
import type { Of } from '../statement.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { perIncident } from './per-incident.ts';
import { evidenceOf, listed, readLogs, short } from './told.ts';

/** Products, logs, shapes and programs by their names. */
export const namings = besideCheck(
  { id: 'namings', asks: 'Is that what the records are of?', about: 'naming' },
  ({ incident, beside }) =>
    (naming) =>
      weighersOf[naming.of]?.(naming.name, incident, beside.formulas) ?? null,
);

type Weigh = (name: string, incident: Incident, formulas: Formulas) => Weighed | null;

const weighersOf: Partial<Readonly<Record<Of<'naming'>['of'], Weigh>>> = {
  log: (name, incident, formulas) => ofProduct(name, incident, formulas),
  sensor: (name, incident, formulas) => ofProduct(name, incident, formulas) ?? ofSensor(name, incident),
  shape: (name, incident) => ofShape(name, incident),
  software: (name, incident) => ofSoftware(name, incident),
};

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A log of a cloud of which nothing is among the records goes by another name here. */
function ofProduct(name: string, incident: Incident, { products }: Formulas): Weighed | null {
  const product = products.find((one) => bare(one.name) === bare(name));
  const clouds = new Set(
    incident.coverage.flatMap(({ cloud, count }) => (cloud === null || count === 0 ? [] : [cloud])),
  );
  // In small letters it is a word, not a name.
  if (product === undefined || name === name.toLowerCase() || clouds.size === 0 || clouds.has(product.cloud))
    return null;
  const own = products.filter(({ is, cloud }) => is === product.is && clouds.has(cloud));
  return contradicted(
    `${name} is of ${product.cloud}, and the records are of ${listed([...clouds])}${own.length === 0 ? '' : `, where it is ${listed(own.map((one) => one.name))}`}`,
    readLogs(incident),
  );
}

function ofSensor(name: string, incident: Incident): Weighed | null {
  const said = bare(name);
  const same = incident.alerts.filter(({ source }) => said.includes(bare(source.split('.').at(-1) ?? source)));
  return same.length > 0
    ? supported(`its alert is among the records: ${short(same[0]?.claim ?? '')}`, evidenceOf(same))
    : null;
}

function ofShape(name: string, incident: Incident): Weighed | null {
  // `t3.2xlarge` of `ml.t3.2xlarge`.
  const isSame = (shape: string | null): boolean => shape !== null && bare(shape).endsWith(bare(name));
  const same = incident.resources.filter(({ shape }) => isSame(shape));
  if (same.length > 0) return supported(`the records know ${name}`, evidenceOf(same));
  const asked = incident.failed.filter(({ shape }) => isSame(shape));
  if (asked.length > 0) return supported('it was asked for and refused', evidenceOf(asked));
  const shaped = incident.resources.filter(({ shape, type }) => shape !== null && /instance|machine/.test(type));
  const shapes = [...new Set(shaped.flatMap(({ shape }) => shape ?? []))];
  return shapes.length === 0
    ? unsupported('no record tells the shape of a machine', readLogs(incident))
    : contradicted(`the records know ${listed(shapes)}`, evidenceOf(shaped));
}

function ofSoftware(name: string, incident: Incident): Weighed | null {
  const said = bare(name);
  if (said.length < 3) return null;
  const first = bareTexts(incident).find(({ bare: text }) => text.includes(said));
  return first === undefined
    ? unsupported('no record of this incident names it', readLogs(incident))
    : supported(short(first.text), first.evidence);
}

const bareTexts = perIncident(({ timeline, claims, indicators }) =>
  [
    ...timeline,
    ...claims,
    ...indicators.map(({ value, role, evidence }) => ({ text: `${value}: ${role}`, evidence })),
  ].map(({ text, evidence }) => ({ text, evidence, bare: bare(text) })),
);
