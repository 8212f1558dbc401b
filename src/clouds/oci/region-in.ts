import { capture, lookup, lower, part } from '../../model/source.ts';
import type { Expression } from '../../model/source.ts';
import { regionNames } from './regions.ts';

/** The public name of a region from its key or its name; absent for anything else. */
export const regionNamed = (text: Expression): Expression =>
  lookup(text, regionNames, capture(text, '^([a-z]{2}-[a-z-]+-[0-9]+)$'));

/** The region of a thing by its OCID, `ocid1.<kind>.<realm>.<region>.<unique>`; what is global has none. */
export const regionIn = (ocid: Expression): Expression => regionNamed(lower(part(ocid, '.', 4)));
