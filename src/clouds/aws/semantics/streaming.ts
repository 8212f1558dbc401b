import type { Semantics } from '../../../model/semantics.ts';
import { act, on, req, res } from './record.ts';

/** Machines that are rented for desktops and for games, and that compute like any other. */
export const streaming: Semantics['acts'] = {
  'appstream.amazonaws.com': {
    CreateFleet: act('launch', 'appstream:fleet', {
      serves: true,
      made: [res('fleet.arn'), req('name')],
      names: req('name'),
      shape: req('instanceType'),
      count: req('computeCapacity.desiredInstances'),
    }),
    StartFleet: on('modify', 'appstream:fleet', 'name'),
    StopFleet: on('stop', 'appstream:fleet', 'name'),
    DeleteFleet: on('delete', 'appstream:fleet', 'name'),
  },
  'gamelift.amazonaws.com': {
    CreateFleet: act('launch', 'gamelift:fleet', {
      serves: true,
      made: [res('fleetAttributes.fleetId'), req('name')],
      names: req('name'),
      shape: req('eC2InstanceType'),
    }),
    DeleteFleet: on('delete', 'gamelift:fleet', 'fleetId'),
  },
  'workspaces.amazonaws.com': {
    CreateWorkspaces: act('launch', 'workspaces:workspace', {
      made: res('pendingRequests[*].workspaceId'),
      shape: req('workspaces[*].workspaceProperties.computeTypeName'),
      refusedWhen: [{ at: res('pendingRequests'), is: '[]' }],
    }),
    StopWorkspaces: act('stop', 'workspaces:workspace', { target: req('stopWorkspaceRequests[*].workspaceId') }),
    TerminateWorkspaces: act('terminate', 'workspaces:workspace', {
      target: req('terminateWorkspaceRequests[*].workspaceId'),
    }),
  },
};
