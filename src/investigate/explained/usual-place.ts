import { countIn, textIn, textsOf } from '../../lake/cells.ts';
import type { Component } from '../chain/component.ts';
import { networkSql } from '../chain/strand-keys.ts';
import { isIndirect } from '../chain/strands.ts';
import type { Strand } from '../chain/strands.ts';
import { sqlIn } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import { fewestDays, fewestPeople, person } from './familiarity.ts';

/** What speaks for where people worked, and with what. */
export interface WorkPlace {
  /** How many others use the least used of their networks. */
  readonly others: number;
  /** On how many other days the least known of them is on record, from such a network and with such a program. */
  readonly days: number;
  /** They are on record from nowhere else and with no other kind of program. */
  readonly isOnly: boolean;
  /** All of it, the newcomers' too, was done from one network. */
  readonly isOneNetwork: boolean;
}

interface Asked {
  readonly incident: number;
  readonly strands: Component['strands'];
  /** Who has no past to be known by; the others must be known. */
  readonly isNew: (strand: Strand) => boolean;
  /** UTC days of the acts themselves, which vouch for nothing. */
  readonly days: ReadonlySet<string>;
}

/**
 * What speaks for the places from which people worked: others of the organisation who use the same networks, and
 * other days, earlier or later, on which they are on record there with the same kinds of program. Null where a
 * machine's own credentials did it, or nobody who has a past. Identities of any incident vouch for nobody.
 */
export async function workPlaceOf(scope: Scope, asked: Asked): Promise<WorkPlace | null> {
  const direct = asked.strands.filter((strand) => !isIndirect(strand));
  const known = direct.filter((strand) => !asked.isNew(strand));
  if (known.length === 0 || direct.some((strand) => isMachine(scope, personOf(strand)))) return null;
  const others = await othersFrom(scope, direct);
  return {
    others,
    days: await daysOf(scope, known, asked),
    isOnly: await haveOnePlace(scope, known),
    isOneNetwork: new Set(direct.map(({ network }) => network)).size === 1,
  };
}

/** Where others work as well, and the people are on record on other days. */
export const isUsual = ({ others, days }: WorkPlace): boolean => others >= fewestPeople && days >= fewestDays;

/** On record on so many other days, people are known there for long. */
const longDays = 7;

/** Where people are on record day after day, and others as well or they themselves nowhere else. */
export const isLongUsual = (place: WorkPlace): boolean => place.days >= longDays && (place.isOnly || isUsual(place));

/** The same where few work: all from one network that somebody else uses too, in which those who have a past are on record day after day, and nowhere else. */
export const isHome = ({ others, days, isOnly, isOneNetwork }: WorkPlace): boolean =>
  isOnly && isOneNetwork && days >= longDays && others > 0;

async function haveOnePlace({ engine }: Scope, strands: readonly Strand[]): Promise<boolean> {
  const people = [...new Set(strands.map(personOf))];
  const rows = await engine.rows(`SELECT DISTINCT ${person} AS person, network, ${programSql('u')} AS program
    FROM ${uses.name} u WHERE ${sqlIn(person, people)} AND network NOT LIKE 'via:%'`);
  return rows.length === people.length;
}

const personOf = ({ sessionName, actorUid }: Strand): string => sessionName ?? actorUid ?? '';

const isMachine = ({ machines }: Scope, name: string): boolean => machines.instanceOf(name) !== null;

/** The fewest others who use one of the networks of these strands, on two days or more. */
async function othersFrom(scope: Scope, strands: readonly Strand[]): Promise<number> {
  const networks = [...new Set(strands.map(({ network }) => network))];
  const rows = await scope.engine.rows(`SELECT network, ${person} AS person,
      list(DISTINCT CAST(first AS DATE)::VARCHAR) || list(DISTINCT CAST(last AS DATE)::VARCHAR) AS days
    FROM ${uses.name} WHERE ${sqlIn('network', networks)} AND credential IS NOT NULL AND key NOT IN (SELECT key FROM ${relations.hostile})
      AND ${person} IS NOT NULL AND NOT ${sqlIn(person, [...new Set(strands.map(personOf))])}
    GROUP BY network, person ORDER BY network, person`);
  const people = rows.filter((row) => !isMachine(scope, textIn(row, 'person')));
  const counts = networks.map((network) => {
    const there = people.filter((row) => row['network'] === network);
    const days = new Set(there.flatMap((row) => textsOf(row['days'])));
    return days.size >= fewestDays ? there.length : 0;
  });
  return Math.min(...counts);
}

/** On how many days besides those of the acts the least known of them is on record, from his networks and with his programs. */
async function daysOf({ engine }: Scope, strands: readonly Strand[], { incident, days }: Asked): Promise<number> {
  const people = sqlIn(person, [...new Set(strands.map(personOf))]);
  const rows =
    await engine.rows(`WITH did AS (SELECT DISTINCT ${person} AS person, network, ${programSql('u')} AS program
        FROM ${uses.name} u JOIN (SELECT key, network, agent FROM ${relations.hostile} WHERE incident = ${incident}) h USING (key, network, agent)
        WHERE ${people} AND network NOT LIKE 'via:%'),
      past AS (SELECT DISTINCT ${person} AS person, ${networkSql('k')} AS network, ${programSql('k')} AS program, CAST(time AS DATE) AS day
        FROM ${relations.known} k WHERE ${people} AND error IS NULL AND NOT ${sqlIn('CAST(CAST(time AS DATE) AS VARCHAR)', [...days])})
    SELECT d.person, d.network, d.program, count(DISTINCT p.day) AS days FROM did d LEFT JOIN past p USING (person, network, program)
    GROUP BY d.person, d.network, d.program ORDER BY days LIMIT 1`);
  return Math.min(...rows.map((row) => countIn(row, 'days')));
}

/** SQL: the kind of program, of sessions as well. */
const programSql = (alias: string): string =>
  `lower(coalesce(regexp_extract(${alias}.user_agent, '[A-Za-z][A-Za-z.-]*'), ''))`;
