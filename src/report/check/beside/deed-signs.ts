import type { Happening } from '../statement.ts';

export interface Sign {
  readonly of: readonly Happening[];
  /** Looked for in what was called, its words apart, and in the sentence of the timeline. */
  readonly words: RegExp;
  /** An answer that takes rights or credentials away, whatever else it does. */
  readonly isOfRights?: true;
}

/** What an intruder's act is, by the words that operations of any provider and commands are made of. */
export const deedSigns: readonly Sign[] = [
  {
    of: ['access', 'compromise'],
    words:
      /\bsigned in\b|\bassum(?:e|ed)\b|\bbecame\b|\bconsole ?login\b|\bget (?:session|federation|signin|caller identity)\b/,
  },
  {
    of: ['user-made', 'persistence'],
    words:
      /\b(?:made the|made \d+|create|add|insert) (?:iam )?(?:user|service account)s?\b(?! to)|\buseradd\b|\badduser\b|\bnet user\b/,
  },
  {
    of: ['rights-raised', 'persistence'],
    words:
      /sudoers|\bwheel\b|\busermod\b|changed the rights|\b(?:attach|put|add|set|create|update|change) (?:\w+ ){0,2}(?:policy|role assignments?|permission|rights|user to group)\b|\bgrant/,
  },
  {
    of: ['key-added', 'credential-made', 'persistence'],
    words:
      /authorized_keys|\b(?:create|import|upload|add|generate|insert|register|made \d+|made the) (?:\w+ ){0,3}(?:keys?|key pair|credentials?|tokens?|secret|passwords?|login profile)\b/,
  },
  {
    of: ['download'],
    words: /\bwget\b|\bcurl\b(?!.* (?:-T|-F|--upload-file|--data-binary) )|\bdownload|\bgit clone\b|\bfetch\b/,
  },
  {
    of: ['install'],
    words: /\binstall\b|\bcp\b|\bmv\b|\bchmod\b|\bunzip\b|\btar \S*x|\bapt(?:-get)?\b|\byum\b|\bdnf\b/,
  },
  { of: ['persistence'], words: /crontab|cron jobs|by a timetable|systemctl enable|\brc\.local\b|\bschedule/ },
  { of: ['hiding'], words: /\/\.[a-z]|\bhid(?:e|ing|den)?\b|kworker|\bhistory -c\b/i },
  { of: ['mining'], words: /stratum|xmrig|\bminer\b|\bmining\b|--donate-level/ },
  { of: ['pool-connection'], words: /\bpool\b/ },
  {
    of: ['launch'],
    words:
      /\b(?:run|launch|create|start|insert|request) (?:\w+ ){0,2}(?:instances?|virtual machines?|machines?|vms?|clusters?|service|functions?|jobs?|tasks?|fleet|groups?|templates?|deployment)\b|asking for \d+/,
  },
  {
    of: ['data-read'],
    words:
      /\bcurl\b.* (?:-T|-F|--upload-file|--data-binary) |\bscp\b|\brsync\b|\brclone\b|\btar\b.* -?\w*c|\bget (?:object|secret value)\b|\bexfil/,
  },
  {
    of: ['impairment'],
    words:
      /\b(?:stop|delete|disable|remove|put|update) (?:\w+ ){0,2}(?:logging|trails?|detectors?|flow logs?|event selectors|audit)\b|disable api termination/,
  },
];

/** What a responder's act is, where no claim and no plan says it. */
export const answerSigns: readonly Sign[] = [
  {
    of: ['isolation'],
    words: /isolat|quarantin|security (?:group|list)|\bnetwork\b|\bvnic\b|\bfirewall\b|\bdeny\b|\bblock|\bsuspend/,
  },
  {
    of: ['credential-revoked', 'user-disabled'],
    isOfRights: true,
    words:
      /\b(?:disable|delete|update|revoke|rotate|deactivate|reset|expire|put|attach|made|lock)\b.*\b(?:keys?|credentials?|tokens?|users?|login profile|passwords?|sessions?|policy|inactive)\b/,
  },
  { of: ['termination'], words: /\bterminat|\bdelete|\bstop|\bdestroy|\bremove/ },
  {
    of: ['logging-resumed'],
    words:
      /\b(?:start|enable|restore|resume|create|put|update) (?:\w+ ){0,2}(?:logging|trails?|detectors?|flow logs?|event selectors|audit)\b/,
  },
  {
    of: ['rebuild'],
    words:
      /\b(?:launch|run|create|insert|start|restore|rebuild)\b.*\b(?:instances?|virtual machines?|machines?|vms?|image)\b/,
  },
];
