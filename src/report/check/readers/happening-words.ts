import type { Happening } from '../statement.ts';

/** Whose deeds they are: a responder's words about an intruder's deed, and the reverse, are not read. */
export const intruders: ReadonlySet<Happening> = new Set<Happening>([
  'compromise',
  'failed-access',
  'access',
  'key-added',
  'user-made',
  'rights-raised',
  'download',
  'install',
  'persistence',
  'hiding',
  'mining',
  'pool-connection',
  'launch',
  'credential-made',
  'data-read',
  'impairment',
]);
export const responders: ReadonlySet<Happening> = new Set<Happening>([
  'notice',
  'investigation',
  'isolation',
  'credential-revoked',
  'user-disabled',
  'termination',
  'logging-resumed',
  'rebuild',
  'containment',
  'resolution',
  'report',
]);

const key = String.raw`(?:access |api |ssh |service[- ]account |private |public |iam |signing )?(?:keys?|credentials?|tokens?|secrets?|passwords?|key pairs?)`;
const machine = String.raw`(?:instances?|vms?|virtual machines?|servers?|nodes?|hosts?|machines?|clusters?|workloads?|resources?|box(?:es)?|fleets?|droplets?|containers?|pods?)`;
const user = String.raw`(?:users?|accounts?|principals?|identit(?:y|ies))`;
const miner = String.raw`(?:(?:crypto)?-?(?:mining(?! (?:pools?|proxy|pool))|miners?)|xmrig|cryptomin\w+|cryptojack\w+|coin-?miners?)`;
const begin = String.raw`(?:start(?:s|ed|ing)?|beg[aiu]ns?|beginning|commenc\w+|launch(?:es|ed)|r[au]n(?:s|ning)?|execut\w+|continu\w+|resum\w+|activ\w+|observed|seen|spawn\w*|kick\w* off)`;
const near = String.raw`\b[^.,;]{0,40}?\b`;

const noKey = String.raw`(?:(?!key|credential|token|polic|instance|profile)[^.,;]){0,40}?`;
const noWork = String.raw`(?:(?!process|mining|miner|investigat|isolat|forensic|session|response|alert|user|key|container)[^.,;]){0,60}?`;

const pattern = (source: string): RegExp => new RegExp(String.raw`\b(?:${source})`, 'i');

/** The words of each deed or state, in the past or present, active or passive. */
export const happeningWords: readonly (readonly [Happening, RegExp])[] = [
  [
    'exposure',
    pattern(
      `${key}${near}(?:leaked|exposed|committed|published|pushed|posted)|(?:leaked|exposed|committed|published|pushed|posted)${near}${key}|(?:leak|exposure) of${near}${key}|${key} (?:leak|exposure)`,
    ),
  ],
  [
    'failed-access',
    pattern(
      String.raw`(?:failed|unsuccessful|rejected|refused|denied|invalid)${near}(?:log-?ins?|logons?|sign-?ins?|auth\w*|ssh|password|access)|(?:log-?in|logon|sign-?in|auth\w*|password)s? (?:attempts? )?(?:failures?|failed|refused|rejected)|brute[- ]?forc\w*|password[- ]spray\w*`,
    ),
  ],
  [
    'compromise',
    pattern(
      String.raw`(?:compromise|intrusion|breach|attack) (?:began|begins|started|starts|occurred|time|date|window|onset)|(?:was|were|got|is) (?:first |initially )?compromised|(?:initial|time of|start of|onset of)(?: the)? (?:compromise|intrusion|breach)|(?<=^\W*)compromised?(?: time)?\W*$|(?<=^\W*)compromised (?:around|at|about|since|on|from|approximately|~)(?=\W|$)`,
    ),
  ],
  [
    'access',
    pattern(
      String.raw`logg?(?:s|ed|ing)?[- ]?(?:in|on)(?:to)?\b(?! (?:attempt|fail|session|log|event|page|url|portal|screen|profile|shell|(?:the )?[a-z]{2}-[a-z]+-\d))|log-?ins?\b(?! (?:attempt|fail|session|log|event|page|url|portal|screen|profile|shell|(?:the )?[a-z]{2}-[a-z]+-\d))|logon\b|sign(?:s|ed|ing)?[- ]?ins?\b(?! (?:attempt|fail|session|log|event|page|url|portal|screen|profile|shell|(?:the )?[a-z]{2}-[a-z]+-\d))|ssh (?:session|connection)|gain(?:s|ed|ing)?${near}access|obtain(?:s|ed)?${near}access|initial access|(?:initial|first|point of) entry\b|entry (?:time|point)\b|us(?:es|ed) (?:an? |the )?(?:[\w-]+ ){0,3}${key}\b|authenticat(?:es|ed) |accepted publickey|first (?:use|misuse|abuse|(?:malicious |hostile |unauthori[sz]ed )?(?:api )?(?:call|request))\b|(?<!\bhow \w{1,12} )(?:came|comes|broke|breaks) in\b|g[eo]ts? in\b|(?:stolen|leaked|compromised|exposed) ${key} (?:was |is )?(?:first )?(?:used|abused)|access(?:es|ed) the ${machine}|assume(?:s|d)?[- ]?role|console ?log-?in`,
    ),
  ],
  [
    'key-added',
    pattern(
      String.raw`(?:add(?:s|ed|ing)?|append(?:s|ed)?|insert(?:s|ed)?|plant(?:s|ed)?|inject(?:s|ed)?|dropp?(?:s|ed)?|wr(?:ote|itten|ites))${near}(?:(?:ssh|public|authorized)[ -]?keys?|authorized_keys)|(?:new|another|second) (?:entry|line|key) in\b[^.,;]{0,60}?authorized_keys|authorized_keys${near}(?:modified|changed|updated|edited|altered)|(?:ssh|public)[ -]keys?${near}(?:added|appended|planted|injected|inserted)`,
    ),
  ],
  [
    'user-made',
    pattern(
      String.raw`(?:creat(?:es|ed|ing)|made|makes)\b${noKey}\b${user}\b(?! (?:key|credential|token))|add(?:s|ed|ing) (?:(?:an?|the|new|local|rogue|backdoor|hidden|unauthorized|admin|iam) ){0,4}${user}\b|(?:users?|accounts?)${near}(?:created|added)\b|useradd|adduser|create-?user\b`,
    ),
  ],
  [
    'rights-raised',
    pattern(
      String.raw`sudoers|nopasswd|bec[ao]mes? (?:a )?member of (?:the )?(?:wheel|sudo|admin\w*|root)\b|(?:gave|gives|grant(?:s|ed)|assign(?:s|ed)) (?:him|her|it|them)sel(?:f|ves)\b[^.,;]{0,20}\b(?:role|rights?|permissions?|polic(?:y|ies))\b|(?:grant(?:s|ed)?|g[ai]ve[sn]?|obtain(?:s|ed)?|gain(?:s|ed)?)${near}(?:sudo|admin\w*|root|owner\w*|elevated) ?(?:rights|privileges?|permissions?|access|role)?\b|privileges?${near}(?:escalated|elevated|raised)|escalat(?:es|ed|ing) (?:\w+ )?privileges?|privilege escalation|attach(?:es|ed)${near}polic(?:y|ies)|added\b[^.,;]{0,40}?\bto (?:the )?(?:sudo|wheel|admin\w*|root)\b`,
    ),
  ],
  [
    'download',
    pattern(
      String.raw`download(?:s|ed|ing)?\b|wget\b|curl\b(?![^.;]{0,40}\s-(?:T|d|F)\s)|fetch(?:es|ed|ing)\b|(?:pull(?:s|ed)|retriev(?:es|ed))${near}(?:script|payload|miner|binary|malware|image|archive|tool)`,
    ),
  ],
  [
    'install',
    pattern(
      String.raw`(?:install(?:s|ed|ing)?|deploy(?:s|ed|ing)?|dropp?(?:s|ed)?|unpack(?:s|ed))${near}(?:${miner}|malware|software|payload|backdoor|rootkit|xmr\w*|binary|crypto)|(?:${miner}|malware|software|payload|binary)${near}(?:installed|deployed|dropped|unpacked|copied|placed)|installation of${near}(?:${miner}|malware)`,
    ),
  ],
  [
    'persistence',
    pattern(
      String.raw`persistence|persist(?:s|ed)\b|cron(?:tab| ?jobs?)?\b|systemd (?:unit|service|timer)|scheduled task|backdoor${near}(?:installed|created|added|planted)|(?:installed|created|added|planted)${near}backdoor`,
    ),
  ],
  [
    'hiding',
    pattern(
      String.raw`hid(?:es?|ing|den)?\b|masquerad\w+|disguis\w+|conceal\w+|camouflag\w+|rootkit|renamed?${near}process`,
    ),
  ],
  [
    'mining',
    pattern(
      String.raw`${miner}${near}${begin}\b|(?:${begin}|spawned)${near}${miner}|min(?:es|ed|ing) (?:of )?(?:crypto\w*|monero|xmr|bitcoin|ethereum|coins?)|^(?:crypto)?-?mining(?: activity| window| period| time| start(?:ed)?)?\b(?!\s(?:software|process|pool|tool|malware|script|binary|proxy))|cryptomin(?:ing|es|ed)\b`,
    ),
  ],
  [
    'pool-connection',
    pattern(
      String.raw`(?:connect\w*|contact\w*|beacon\w*|traffic|communicat\w+|session)\b[^.,;]{0,50}?\bpools?\b|pools?${near}(?:connect\w*|contacted|reached)|stratum`,
    ),
  ],
  [
    'launch',
    pattern(
      String.raw`(?:launch(?:es|ed|ing)?|start(?:s|ed|ing)?|creat(?:es|ed|ing)|sp[ui]n(?:s|ning)? up|spun up|provision(?:s|ed|ing)?|deploy(?:s|ed|ing))\b${noWork}\b${machine}\b(?! (?:process|isolat))|${machine}${near}(?:launched|started|created|provisioned|spun up|comes? up|came up)\b|run-?instances\b|launch-?instance\b|launch time|(?:made|makes) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|new)\b[^.,;]{0,20}\b${machine}\b|first (?:rogue |unauthorized |malicious )?${machine}\b`,
    ),
  ],
  [
    'credential-made',
    pattern(
      String.raw`(?:creat(?:es|ed|ing)|generat(?:es|ed|ing)|issu(?:es|ed)|mint(?:s|ed)|made)${near}(?:access keys?|api keys?|credentials?|tokens?|service[- ]account keys?|key pairs?|login profiles?|auth tokens?)|(?:access keys?|api keys?|service[- ]account keys?|login profiles?)${near}(?:created|generated|issued)|create-?(?:accesskey|serviceaccountkey|loginprofile)`,
    ),
  ],
  [
    'data-read',
    pattern(
      String.raw`(?:access(?:es|ed)|read|download(?:s|ed)|exfiltrat\w+|cop(?:ies|ied)|stole|list(?:s|ed))${near}(?:buckets?|objects?|data(?:bases?)?|customer|records?|secrets?|documents?)\b|get-?object\b|(?:archives?|tarballs?|dumps?|databases?|customer data|source code)\b[^.,;]{0,30}?\b(?:uploaded|sent out|sent to|transferred to)\b|(?<=^\W*)upload(?:s|ed)? to[\W_]*$|data (?:theft|exfiltration|was (?:accessed|read|exfiltrated))|exfiltrat(?:ed|ion)`,
    ),
  ],
  [
    'impairment',
    pattern(
      String.raw`(?:stop(?:s|ped)|disabl(?:es|ed)|delet(?:es|ed)|turn(?:s|ed) off|paus(?:es|ed)|tamper(?:s|ed) with|clear(?:s|ed)|wip(?:es|ed))${near}(?:log(?:s|ging)?|trails?|monitoring|alarms?|alerts?|detectors?|flow logs|defender|auditing|history)\b|stop-?logging|delete-?trail|(?:logging|trail|monitoring|audit log)${near}(?:stopped|disabled|turned off|deleted)`,
    ),
  ],
  [
    'alert',
    pattern(
      String.raw`alert(?:s|ed|ing)?\b|(?<=^\W*)(?!(?:no|key|main|initial|false|first|related|other|another) )(?:[\w-]+ ){1,4}finding\W*$|alarm(?:s|ed)?\b|detect(?:s|ed|ion|ions)?\b|\w{1,60}_detected\b|trigger(?:s|ed)?\b|finding${near}(?:raised|generated|created|published)|flag(?:s|ged)\b|fire[sd]\b|(?<!(?:ticket|case|incident)\b[^.,;]{0,30})rais(?:es|ed)\b(?![^.,;]{0,30}(?:ticket|case|incident|quota|limit))`,
    ),
  ],
  [
    'notice',
    pattern(
      String.raw`notic(?:es|ed)\b|notif(?:y|ied|ies|ication)\b|acknowledg\w+|paged\b|informed\b|spotted\b|discover(?:s|ed|y)\b|escalat(?:es|ed) to|triag(?:e|es|ed)\b|ticket${near}(?:opened|created|raised)|(?:opened|created|raised)${near}ticket|email(?:s|ed)?${near}(?:received|arrived)|received${near}(?:email|notice|notification)|became aware|reported (?:it|this|that|the|an?|unusual|suspicious|unauthori[sz]ed)\b|(?:told|informed|notified) (?:us|me)\b|validated`,
    ),
  ],
  [
    'investigation',
    pattern(
      String.raw`investigat\w+\b${near}${begin}|(?:begin|start|open|launch|beg[au]n)\w*${near}(?:investigat\w+|forensic\w*|analysis)|(?:incident|case)(?: was| is)? (?:declared|opened)|declared${near}incident|(?:soc|ir team|analysts?|responders?|team)${near}investigat(?:es|ed|ing)|forensic${near}(?:began|begins|started)|incident response${near}(?:engaged|activated|began|started)|war room`,
    ),
  ],
  [
    'isolation',
    pattern(
      String.raw`isolat(?:es|ed|ion)\b|moved\b[^.,;]{0,30}\bquarantine|quarantin(?:es|ed)\b|cordoned|(?:put|plac(?:es|ed)|attach(?:es|ed)|assign(?:s|ed)|switch(?:es|ed))${near}(?:quarantine|isolation|isolated|deny-all) (?:group|network|vlan|nsg|security|subnet|vpc|segment|sg)\b|cut\b[^.,;]{0,30}\boff\b|(?:pull(?:ed|s)|took|taken)\b[^.,;]{0,30}\boff the network|(?:removed|disconnected|cut off)${near}(?:from the )?network|network access${near}(?:revoked|removed|cut|blocked)`,
    ),
  ],
  [
    'credential-revoked',
    pattern(
      String.raw`${key}${near}(?:rotated|revoked|disabled|deactivated|deleted|invalidated|reset|removed)\b|(?:rotat(?:es|ed|ion of)|revok(?:es|ed)|deactivat(?:es|ed)|invalidat(?:es|ed)|disabl(?:es|ed)|reset|delet(?:es|ed)|remov(?:es|ed))${near}(?:${key}|sessions)\b|terminated${near}sessions|(?:we|i|soc|team) (?:disable|rotate|revoke|deactivate|delete)\b${near}${key}|credential (?:rotation|revocation)|key rotation`,
    ),
  ],
  [
    'user-disabled',
    pattern(
      String.raw`${user}${near}(?:disabled|deactivated|suspended|locked|blocked|deleted|removed)\b|(?:disabl(?:es|ed)|deactivat(?:es|ed)|suspend(?:s|ed)|(?:b?lock)(?:s|ed)|delet(?:es|ed)|remov(?:es|ed))\b(?!${near}key)${near}${user}\b`,
    ),
  ],
  [
    'termination',
    pattern(
      String.raw`${machine}${near}(?:terminat(?:ed|ion)|deallocated|destroyed|deleted|shut ?down|stopped|killed|decommissioned|removed)\b|(?:terminat(?:es|ed|ion of)|destroy(?:s|ed)|delet(?:es|ed)|shut ?down|stopp(?:ed)|kill(?:s|ed)|decommission(?:s|ed))\b${noWork}\b${machine}\b|terminated (?:it|them)\b|\ball (?:\d+|of them) (?:were |had been )(?:terminated|deleted|destroyed|shut down)\b|(?:we|soc|team)\b[^.,;]{0,20}\b(?:terminate|delete)\b[^.,;]{0,20}\b${machine}\b`,
    ),
  ],
  [
    'logging-resumed',
    pattern(
      String.raw`(?:logging|trails?|audit logs?|flow logs|monitoring|detectors?)\b[^.,;]{0,40}?\b(?:re-?started|restored|re-?enabled|resumed|back on|running again|(?:started|enabled|turned on|on) again)\b|(?:re-?start(?:s|ed)|restor(?:es|ed)|re-?enabl(?:es|ed)|resum(?:es|ed)|re-?creat(?:es|ed))${near}(?:logging|trails?|audit logs?|flow logs|monitoring|detectors?)\b|start-?logging\b`,
    ),
  ],
  [
    'rebuild',
    pattern(
      String.raw`rebuil(?:t|ds?|ding)\b|re-?imag(?:ed|ing)|re-?deploy(?:ed|s|ment)|re-?provision(?:ed|s)|re-?created from|restored from|replaced (?:with|by)|(?:clean|golden|hardened|known-good) (?:image|ami|snapshot|template)|new ${machine}${near}(?:clean|golden|hardened)`,
    ),
  ],
  [
    'outage',
    pattern(
      String.raw`outage\b|w[e]nt (?:offline|down)|goes (?:offline|down)|taken (?:offline|down)|(?:was|were|is) (?:offline|down|unavailable)\b|offline\b|downtime|service (?:interruption|disruption|unavailable)|unavailab\w+`,
    ),
  ],
  ['containment', pattern(String.raw`contain(?:ed|ment|s)\b`)],
  [
    'resolution',
    pattern(
      String.raw`(?:incident|ticket|case|issue|alert)s?${near}resolved\b|^resolved\b|resolution\b|(?:incident|ticket|case)${near}closed\b|closed\b(?= (?:the )?(?:incident|ticket|case))|closure|service (?:was )?restored|back online|recover(?:ed|y (?:complete|completed))|all[- ]clear`,
    ),
  ],
  [
    'report',
    pattern(
      String.raw`report (?:issued|written|date|published|submitted|completed|sent)|(?:post-?mortem|report) (?:was )?(?:published|issued|sent)`,
    ),
  ],
];
