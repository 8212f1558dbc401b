/** The version of ATT&CK in which these are the names. Source: https://attack.mitre.org/techniques/enterprise/ */
export const namedAttackVersion = '19.1';

const names: Readonly<Record<string, string>> = {
  'T1020.001': 'Traffic Duplication',
  'T1021.007': 'Cloud Services',
  'T1021.008': 'Direct Cloud VM Connections',
  T1040: 'Network Sniffing',
  'T1059.009': 'Cloud API',
  'T1069.003': 'Cloud Groups',
  T1070: 'Indicator Removal',
  'T1078.004': 'Cloud Accounts',
  'T1087.004': 'Cloud Account',
  T1098: 'Account Manipulation',
  'T1098.001': 'Additional Cloud Credentials',
  'T1098.003': 'Additional Cloud Roles',
  'T1098.004': 'SSH Authorized Keys',
  'T1098.005': 'Device Registration',
  'T1098.006': 'Additional Container Cluster Roles',
  'T1110.001': 'Password Guessing',
  'T1110.003': 'Password Spraying',
  T1133: 'External Remote Services',
  'T1136.003': 'Cloud Account',
  T1199: 'Trusted Relationship',
  'T1484.002': 'Trust Modification',
  T1485: 'Data Destruction',
  'T1485.001': 'Lifecycle-Triggered Deletion',
  T1486: 'Data Encrypted for Impact',
  T1489: 'Service Stop',
  T1490: 'Inhibit System Recovery',
  'T1496.001': 'Compute Hijacking',
  'T1496.004': 'Cloud Service Hijacking',
  T1525: 'Implant Internal Image',
  T1526: 'Cloud Service Discovery',
  T1530: 'Data from Cloud Storage',
  T1531: 'Account Access Removal',
  T1535: 'Unused/Unsupported Cloud Regions',
  T1537: 'Transfer Data to Cloud Account',
  'T1550.001': 'Application Access Token',
  T1552: 'Unsecured Credentials',
  'T1552.001': 'Credentials In Files',
  'T1552.005': 'Cloud Instance Metadata API',
  'T1555.006': 'Cloud Secrets Management Stores',
  T1556: 'Modify Authentication Process',
  'T1556.006': 'Multi-Factor Authentication',
  'T1556.007': 'Hybrid Identity',
  T1578: 'Modify Cloud Compute Infrastructure',
  'T1578.001': 'Create Snapshot',
  'T1578.002': 'Create Cloud Instance',
  'T1578.005': 'Modify Cloud Compute Configurations',
  T1580: 'Cloud Infrastructure Discovery',
  T1610: 'Deploy Container',
  T1619: 'Cloud Storage Object Discovery',
  T1648: 'Serverless Execution',
  T1651: 'Cloud Administration Command',
  T1666: 'Modify Cloud Resource Hierarchy',
  T1685: 'Disable or Modify Tools',
  'T1685.002': 'Disable or Modify Cloud Log',
  'T1686.001': 'Cloud Firewall',
};

/** Ids that ATT&CK 19 took back, and what stands for them. Source: the revocations of ATT&CK 19.1 */
const successors: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.007': 'T1686.001',
  'T1562.008': 'T1685.002',
};

/** The name that ATT&CK gives a technique; null for those that no rule of ours names. */
export const attackName = (id: string): string | null => (Object.hasOwn(names, id) ? (names[id] ?? null) : null);

/** The id under which the current ATT&CK knows a technique: ids are never given to another one. */
export const currentId = (id: string): string => (Object.hasOwn(successors, id) ? (successors[id] ?? id) : id);
