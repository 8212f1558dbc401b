import { attackName, currentId } from '../../../model/attack-names.ts';
import { besideCheck, supported, unsupported } from './beside-check.ts';
import { evidenceOf, listed, readLogs } from './told.ts';

const parentOf = (id: string): string => id.split('.')[0] ?? id;
const named = (id: string): string => {
  const name = attackName(id);
  return name === null ? id : `${id} ${name}`;
};

/** Every technique of the report against those that the records were mapped to, old ids read as new. */
export const techniques = besideCheck(
  { id: 'techniques', asks: 'Do records bear out this technique?', about: 'technique' },
  ({ incident }) =>
    ({ id }) => {
      const current = currentId(id);
      const same = incident.techniques.filter((one) => currentId(one.id) === current);
      if (same.length > 0) return supported(`records were mapped to ${named(current)}`, evidenceOf(same));
      const parent = parentOf(current);
      const kin = incident.techniques.filter((one) => parentOf(currentId(one.id)) === parent);
      if (kin.length > 0) {
        const ids = listed([...new Set(kin.map((one) => named(currentId(one.id))))]);
        return current === parent
          ? supported(`records were mapped to ${ids}, which ${parent} includes`, evidenceOf(kin))
          : unsupported(
              `no record was mapped to ${named(current)}; of the same technique there is ${ids}`,
              evidenceOf(kin),
            );
      }
      const mapped = [...new Set(incident.techniques.map((one) => named(currentId(one.id))))];
      return mapped.length === 0
        ? unsupported('no record of this incident was mapped to a technique', readLogs(incident))
        : unsupported(
            `no record was mapped to ${named(current)}; the records show ${listed(mapped, 9)}`,
            evidenceOf(incident.techniques),
          );
    },
);
