import type { Happening } from '../statement.ts';
import { key, machine, user, begin, near, noWork, words } from './happening-pieces.ts';
import { anyOf } from './phrases.ts';

/** The words of what alarms and responders do, and of what an incident costs in service. */
export const responderWords: readonly (readonly [Happening, RegExp])[] = [
  [
    'alert',
    words`
      alert(?:s|ed|ing)?\b
      (?<=^\W*)(?!(?:no|key|main|initial|false|first|related|other|another) )(?:[\w-]+ ){1,4}finding\W*$
      alarm(?:s|ed)?\b
      detect(?:s|ed|ion|ions)?\b
      \w{1,60}_detected\b
      trigger(?:s|ed)?\b
      finding${near}(?:raised|generated|created|published)
      flag(?:s|ged)\b
      fire[sd]\b
      (?<!(?:ticket|case|incident)\b[^.,;]{0,30})rais(?:es|ed)\b(?![^.,;]{0,30}${anyOf`
        ticket|case|incident|quota|limit
      `})
    `,
  ],
  [
    'notice',
    words`
      notic(?:es|ed)\b
      notif(?:y|ied|ies|ication)\b
      acknowledg\w+
      paged\b
      informed\b
      spotted\b
      discover(?:s|ed|y)\b
      escalat(?:es|ed) to
      triag(?:e|es|ed)\b
      ticket${near}(?:opened|created|raised)
      (?:opened|created|raised)${near}ticket
      email(?:s|ed)?${near}(?:received|arrived)
      received${near}(?:email|notice|notification)
      became aware
      reported (?:it|this|that|the|an?|unusual|suspicious|unauthori[sz]ed)\b
      (?:told|informed|notified) (?:us|me)\b
      validated
    `,
  ],
  [
    'investigation',
    words`
      investigat\w+\b${near}${begin}
      (?:begin|start|open|launch|beg[au]n)\w*${near}(?:investigat\w+|forensic\w*|analysis)
      (?:incident|case)(?: was| is)? (?:declared|opened)
      declared${near}incident
      (?:soc|ir team|analysts?|responders?|team)${near}investigat(?:es|ed|ing)
      forensic${near}(?:began|begins|started)
      incident response${near}(?:engaged|activated|began|started)
      war room
    `,
  ],
  [
    'isolation',
    words`
      isolat(?:es|ed|ion)\b
      moved\b[^.,;]{0,30}\bquarantine
      quarantin(?:es|ed)\b
      cordoned
      ${anyOf`
        put|plac(?:es|ed)|attach(?:es|ed)|assign(?:s|ed)|switch(?:es|ed)
      `}${near}(?:quarantine|isolation|isolated|deny-all) ${anyOf`
        group|network|vlan|nsg|security|subnet|vpc|segment|sg
      `}\b
      cut\b[^.,;]{0,30}\b(?:off|net|network|connectivity)\b
      pull(?:ed|s)\b[^.,;]{0,20}\b(?:network|cable|plug)\b
      (?:pull(?:ed|s)|took|taken)\b[^.,;]{0,30}\boff the network
      (?:removed|disconnected|cut off)${near}(?:from the )?network
      network access${near}(?:revoked|removed|cut|blocked)
    `,
  ],
  [
    'credential-revoked',
    words`
      ${key}${near}${anyOf`
        rotated|revoked|disabled|deactivated|deleted|invalidated|reset|removed
        (?:set|made|switched) (?:to )?inactive
        out of (?:service|use)
      `}\b
      ${key}${near}(?:switched|turned|was|is|now) off\b
      ${anyOf`
        (?:switch|turn)(?:es|s|ed) off
        rotat(?:es|ed|ion of)
        revok(?:es|ed)|deactivat(?:es|ed)|invalidat(?:es|ed)|disabl(?:es|ed)|reset|delet(?:es|ed)
        remov(?:es|ed)
      `}${near}(?:${key}|sessions)\b
      terminated${near}sessions
      (?:we|i|soc|team) (?:disable|rotate|revoke|deactivate|delete)\b${near}${key}
      credential (?:rotation|revocation|remediation|reset)
      key rotation
    `,
  ],
  [
    'user-disabled',
    words`
      ${user}${near}(?:disabled|deactivated|suspended|locked|blocked|deleted|removed)\b
      ${anyOf`
        disabl(?:es|ed)|deactivat(?:es|ed)|suspend(?:s|ed)|(?:b?lock)(?:s|ed)|delet(?:es|ed)
        remov(?:es|ed)
      `}\b(?!${near}key)${near}${user}\b
    `,
  ],
  [
    'termination',
    words`
      ${machine}${near}${anyOf`
        terminat(?:ed|ion)|deallocated|destroyed|deleted
        shut ?down
        stopped|killed|decommissioned|removed
      `}\b
      ${anyOf`
        terminat(?:es|ed|ion of)
        destroy(?:s|ed)|delet(?:es|ed)
        shut ?down
        stopp(?:ed)|kill(?:s|ed)|decommission(?:s|ed)
      `}\b${noWork}\b${machine}\b
      terminated (?:it|them)\b
      \ball (?:\d+|of them) (?:were |had been )(?:terminated|deleted|destroyed|shut down)\b
      (?:we|soc|team)\b[^.,;]{0,20}\b(?:terminate|delete)\b[^.,;]{0,20}\b${machine}\b
    `,
  ],
  [
    'logging-resumed',
    words`
      (?:logging|trails?|audit logs?|flow logs|monitoring|detectors?)\b[^.,;]{0,40}?\b${anyOf`
        re-?started|restored|re-?enabled|resumed
        back on
        running again
        (?:started|enabled|turned on|on) again
      `}\b
      ${anyOf`
        re-?start(?:s|ed)|restor(?:es|ed)|re-?enabl(?:es|ed)|resum(?:es|ed)|re-?creat(?:es|ed)
      `}${near}(?:logging|trails?|audit logs?|flow logs|monitoring|detectors?)\b
      start-?logging\b
    `,
  ],
  [
    'rebuild',
    words`
      rebuil(?:t|ds?|ding)\b
      re-?imag(?:ed|ing)
      re-?deploy(?:ed|s|ment)
      re-?provision(?:ed|s)
      re-?created from
      restored from
      replaced (?:with|by)
      (?:clean|golden|hardened|known-good) (?:image|ami|snapshot|template)
      new ${machine}${near}(?:clean|golden|hardened)
    `,
  ],
  [
    'outage',
    words`
      outage\b
      w[e]nt (?:offline|down)
      goes (?:offline|down)
      taken (?:offline|down)
      (?:was|were|is) (?:offline|down|unavailable)\b
      out of service\b
      offline\b
      downtime
      service (?:interruption|disruption|unavailable)
      unavailab\w+
    `,
  ],
  [
    'containment',
    words`
      contain(?:ed|ment|s)\b
      counter-?measures?\b
    `,
  ],
  [
    'resolution',
    words`
      (?:incident|ticket|case|issue|alert)s?${near}resolved\b
      ^resolved\b
      resolution\b
      (?:incident|ticket|case)${near}closed\b
      closed\b(?= (?:the )?(?:incident|ticket|case))
      closure
      service (?:was )?restored
      back online
      recover(?:ed|y (?:complete|completed))
      all[- ]clear
    `,
  ],
  [
    'report',
    words`
      report (?:issued|written|date|published|submitted|completed|sent)
      (?:post-?mortem|report) (?:was )?(?:published|issued|sent)
    `,
  ],
];
