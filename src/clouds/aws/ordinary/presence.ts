import type { Opening, Presence, Role, Session } from '../../../model/simulation.ts';
import { temporaryKey } from '../ids.ts';
import type { Estate } from './estate.ts';

interface Terms {
  readonly name: string;
  readonly network: string;
  readonly agent: string;
  readonly session?: Partial<Session>;
}

/** A session of a role that opens now. */
export function inRole(opening: Opening, role: Role, { name, network, agent, session }: Terms): Presence {
  return {
    actor: {
      is: 'role',
      role,
      name,
      credential: temporaryKey(opening.random),
      session: { opened: opening.time, hasMfa: false, ...session },
    },
    network,
    agent,
  };
}

/** A session of an instance's role: the credentials are handed to the machine, which names the session. */
export function onInstance(
  opening: Opening,
  estate: Estate,
  terms: { readonly role: Role; readonly agent: string },
): Presence {
  const holdings = estate.in(opening.region);
  const instance = holdings.instances[opening.index % holdings.instances.length] ?? '';
  const uid = `arn:aws:ec2:${opening.region}:${estate.account.uid}:instance/${instance}`;
  return inRole(opening, terms.role, {
    name: instance,
    network: holdings.gateway,
    agent: terms.agent,
    session: { carrier: { kind: 'AWS::EC2::Instance', uid, delivery: '2.0' } },
  });
}

/** A session of a service-linked role: no key of its own, and the service in the place of the address. */
export function linked(
  opening: Opening,
  estate: Estate,
  terms: { readonly role: string; readonly service: string; readonly name: string },
): Presence {
  const { role, service, name } = terms;
  return {
    actor: {
      is: 'role',
      role: estate.role(role, `/aws-service-role/${service}/`),
      name,
      credential: '',
      session: { opened: opening.time, hasMfa: false },
      invokedBy: service,
    },
    network: service,
    agent: service,
  };
}
