import type { Happening } from '../statement.ts';
import { key, machine, user, miner, begin, near, notEntry, noKey, noWork, words } from './happening-pieces.ts';
import { anyOf } from './phrases.ts';

/** The words of what an intruder does, in the past or present, active or passive. */
export const intruderWords: readonly (readonly [Happening, RegExp])[] = [
  [
    'exposure',
    words`
      ${key}${near}(?:leaked|exposed|committed|published|pushed|posted)
      (?:leaked|exposed|committed|published|pushed|posted)${near}${key}
      (?:leak|exposure) of${near}${key}
      ${key} (?:leak|exposure)
    `,
  ],
  [
    'activity',
    words`
      last (?:known |observed |recorded )?(?:actions?|acts?|activity|calls?)\b(?! (?:report|log|center|centre))
    `,
  ],
  [
    'failed-access',
    words`
      (?:failed|unsuccessful|rejected|refused|denied|invalid)${near}${anyOf`
        log-?ins?|logons?|sign-?ins?|auth\w*|ssh|password|access
      `}
      (?:log-?in|logon|sign-?in|auth\w*|password)s? (?:attempts? )?(?:failures?|failed|refused|rejected)
      brute[- ]?forc\w*
      password[- ]spray\w*
    `,
  ],
  [
    'compromise',
    words`
      (?:compromise|intrusion|breach|attack) (?:began|begins|started|starts|occurred|time|date|window|onset)
      (?:was|were|got|is) (?:first |initially )?compromised
      (?:initial|time of|start of|onset of)(?: the)? (?:compromise|intrusion|breach)
      (?<=^\W*)compromised?(?: time)?\W*$
      (?<=^\W*)compromised (?:around|at|about|since|on|from|approximately|~)(?=\W|$)
    `,
  ],
  [
    'access',
    words`
      logg?(?:s|ed|ing)?[- ]?(?:in|on)(?:to)?\b${notEntry}
      log-?ins?\b${notEntry}
      logon\b
      sign(?:s|ed|ing)?[- ]?ins?\b${notEntry}
      ssh (?:session|connection)
      gain(?:s|ed|ing)?${near}access
      obtain(?:s|ed)?${near}access
      initial access
      (?:initial|first|point of) entry\b
      entry (?:time|point)\b
      us(?:es|ed) (?:an? |the )?(?:[\w-]+ ){0,3}${key}\b
      authenticat(?:es|ed)[ ]
      accepted publickey
      first (?:use|misuse|abuse|(?:malicious |hostile |unauthori[sz]ed )?(?:api )?(?:call|request))\b
      (?<!\bhow \w{1,12} )(?:came|comes|broke|breaks) in\b
      (?:he|she|they|intruder|attacker) came from\b
      g[eo]ts? in\b
      (?:stolen|leaked|compromised|exposed) ${key} (?:was |is )?(?:first )?(?:used|abused)
      access(?:es|ed) the ${machine}
      assume(?:s|d)?[- ]?role
      console ?log-?in
    `,
  ],
  [
    'key-added',
    words`
      ${anyOf`
        add(?:s|ed|ing)?|append(?:s|ed)?|insert(?:s|ed)?|plant(?:s|ed)?|inject(?:s|ed)?
        dropp?(?:s|ed)?|wr(?:ote|itten|ites)
      `}${near}(?:(?:ssh|public|authorized)[ -]?keys?|authorized_keys)
      (?:new|another|second) (?:entry|line|key) in\b[^.,;]{0,60}?authorized_keys
      authorized_keys${near}(?:modified|changed|updated|edited|altered)
      (?:ssh|public)[ -]keys?${near}(?:added|appended|planted|injected|inserted)
    `,
  ],
  [
    'user-made',
    words`
      (?:creat(?:es|ed|ing)|made|makes)\b${noKey}\b${user}\b(?! (?:key|credential|token))
      add(?:s|ed|ing) (?:(?:an?|the|new|local|rogue|backdoor|hidden|unauthorized|admin|iam) ){0,4}${user}\b
      (?:users?|accounts?)\b[^.,;]{0,60}?\b(?:created|added|(?:was|were) made)\b
      useradd
      adduser
      create-?user\b
    `,
  ],
  [
    'rights-raised',
    words`
      sudoers
      nopasswd
      (?:made|makes|gave|gives) (?:him|her|it|them)sel(?:f|ves) (?:an? )?(?:\w+ )?(?:admin\w*|owner|root)\b
      bec[ao]mes? (?:a )?member of (?:the )?(?:wheel|sudo|admin\w*|root)\b
      (?:gave|gives|grant(?:s|ed)|assign(?:s|ed)) (?:him|her|it|them)sel(?:f|ves)\b[^.,;]{0,20}\b${anyOf`
        role|rights?|permissions?|polic(?:y|ies)
      `}\b
      ${anyOf`
        grant(?:s|ed)?|g[ai]ve[sn]?|obtain(?:s|ed)?|gain(?:s|ed)?
      `}${near}(?:sudo|admin\w*|root|owner\w*|elevated) ?(?:rights|privileges?|permissions?|access|role)?\b
      privileges?${near}(?:escalated|elevated|raised)
      escalat(?:es|ed|ing) (?:\w+ )?privileges?
      privilege escalation
      attach(?:es|ed)${near}polic(?:y|ies)
      added\b[^.,;]{0,40}?\bto (?:the )?(?:sudo|wheel|admin\w*|root)\b
    `,
  ],
  [
    'download',
    words`
      download(?:s|ed|ing)?\b
      wget\b
      (?<!\b(?:by|via|with|using) )curl\b(?! upload)(?![^.;]{0,40}\s-(?:T|d|F)\s)
      fetch(?:es|ed|ing)\b
      (?:pull(?:s|ed)|retriev(?:es|ed))${near}(?:script|payload|miner|binary|malware|image|archive|tool)
    `,
  ],
  [
    'install',
    words`
      ${anyOf`
        install(?:s|ed|ing)?|deploy(?:s|ed|ing)?|dropp?(?:s|ed)?|unpack(?:s|ed)
      `}${near}(?:${miner}|malware|software|payload|backdoor|rootkit|xmr\w*|binary|crypto)
      (?:${miner}|malware|software|payload|binary)${near}(?:installed|deployed|dropped|unpacked|copied|placed)
      installation of${near}(?:${miner}|malware)
    `,
  ],
  [
    'persistence',
    words`
      persistence
      persist(?:s|ed)\b
      cron(?:tab| ?jobs?)?\b
      systemd (?:unit|service|timer)
      scheduled task
      backdoor${near}(?:installed|created|added|planted)
      (?:installed|created|added|planted)${near}backdoor
    `,
  ],
  [
    'hiding',
    words`
        hid(?:es?|ing|den)?\b
        masquerad\w+|disguis\w+|conceal\w+|camouflag\w+|rootkit
        renamed?${near}process
      `,
  ],
  [
    'mining',
    words`
      ${miner}${near}${begin}\b
      (?:${begin}|spawned)${near}${miner}
      min(?:es|ed|ing) (?:of )?(?:crypto\w*|monero|xmr|bitcoin|ethereum|coins?)
      ^(?:crypto)?-?mining(?: activity| window| period| time| start(?:ed)?)?\b(?!\s${anyOf`
        software|process|pool|tool|malware|script|binary|proxy
      `})
      cryptomin(?:ing|es|ed)\b
    `,
  ],
  [
    'pool-connection',
    words`
      (?:connect\w*|contact\w*|beacon\w*|traffic|communicat\w+|session)\b[^.,;]{0,50}?\bpools?\b
      pools?${near}(?:connect\w*|contacted|reached)
      stratum
    `,
  ],
  [
    'launch',
    words`
      ${anyOf`
        launch(?:es|ed|ing)?|start(?:s|ed|ing)?|creat(?:es|ed|ing)
        sp[ui]n(?:s|ning)? up
        spun up
        provision(?:s|ed|ing)?|deploy(?:s|ed|ing)
      `}\b${noWork}\b${machine}\b(?! (?:process|isolat))
      ${machine}${near}(?:launched|started|created|provisioned|spun up|comes? up|came up)\b
      run-?instances\b
      (?:(?:brought|brings) (?:back|up)|re-?(?:spawn|launch|creat)(?:s|es|ed))\b${noWork}\b${machine}\b
      launch-?instance\b
      launch time
      (?:made|makes) ${anyOf`
        \d+|two|three|four|five|six|seven|eight|nine|ten|several|many|new
      `}\b[^.,;]{0,20}\b${machine}\b
      first (?:rogue |unauthorized |malicious )?${machine}\b
    `,
  ],
  [
    'credential-made',
    words`
      (?:creat(?:es|ed|ing)|generat(?:es|ed|ing)|issu(?:es|ed)|mint(?:s|ed)|made)${near}${anyOf`
        access keys?
        api keys?
        credentials?|tokens?
        service[- ]account keys?
        key pairs?
        login profiles?
        auth tokens?
      `}
      (?:access keys?|api keys?|service[- ]account keys?|login profiles?)${near}(?:created|generated|issued)
      create-?(?:accesskey|serviceaccountkey|loginprofile)
    `,
  ],
  [
    'data-read',
    words`
      ${anyOf`
        access(?:es|ed)|read|download(?:s|ed)|exfiltrat\w+|cop(?:ies|ied)|stole|list(?:s|ed)
      `}${near}(?:buckets?|objects?|data(?:bases?)?|customer|records?|secrets?|documents?)\b
      get-?object\b
      ${anyOf`
        archives?|tarballs?|dumps?|databases?
        customer data
        source code
      `}\b[^.,;]{0,30}?\b(?:uploaded|sent out|sent to|transferred to)\b
      (?<=^\W*)upload(?:s|ed)? to[\W_]*$
      data (?:theft|exfiltration|was (?:accessed|read|exfiltrated))
      exfiltrat(?:ed|ion)
    `,
  ],
  [
    'impairment',
    words`
      ${anyOf`
        stop(?:s|ped)|disabl(?:es|ed)|delet(?:es|ed)
        turn(?:s|ed) off
        paus(?:es|ed)
        tamper(?:s|ed) with
        clear(?:s|ed)|wip(?:es|ed)
      `}${near}${anyOf`
        log(?:s|ging)?|trails?|monitoring|alarms?|alerts?|detectors?
        flow logs
        defender|auditing|history
      `}\b
      stop-?logging
      (?:turn|switch)(?:s|es|ed) off${near}(?:log(?:s|ging)?|trails?)\b
      delete-?trail
      (?:logging|trail|monitoring|audit log)${near}(?:stopped|disabled|turned off|deleted)
    `,
  ],
];
