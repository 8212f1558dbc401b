/**
 * The columns of one event in the lake. Names are short forms of OCSF 1.8 attributes, which stand
 * beside them. An absent value is NULL. Text is kept as the provider wrote it, case included.
 */
export const eventColumns = {
  event_uid: { type: 'VARCHAR', ocsf: 'metadata.uid' },
  source: { type: 'VARCHAR', ocsf: 'metadata.log_provider' },
  time: { type: 'TIMESTAMP', ocsf: 'time' },
  cloud: { type: 'VARCHAR', ocsf: 'cloud.provider' },
  account: { type: 'VARCHAR', ocsf: 'cloud.account.uid' },
  region: { type: 'VARCHAR', ocsf: 'cloud.region' },
  service: { type: 'VARCHAR', ocsf: 'api.service.name' },
  operation: { type: 'VARCHAR', ocsf: 'api.operation' },
  /** The provider's own class of record, such as AwsApiCall or AwsConsoleSignIn. */
  kind: { type: 'VARCHAR', ocsf: 'metadata.event_code' },
  /** The provider's division of its records, such as Management, Data or Insight; of alerts `detection` or `weakness`. */
  category: { type: 'VARCHAR', ocsf: 'unmapped.category' },
  /** `true` where the call can change nothing. */
  read_only: { type: 'VARCHAR', ocsf: 'unmapped.read_only' },
  error: { type: 'VARCHAR', ocsf: 'api.response.error' },
  error_message: { type: 'VARCHAR', ocsf: 'api.response.error_message' },
  /** The provider's own class of identity, such as Root, IAMUser or AssumedRole. */
  actor_type: { type: 'VARCHAR', ocsf: 'actor.user.type' },
  /** The user, role or service that the record names: the role, not its session. */
  actor_uid: { type: 'VARCHAR', ocsf: 'actor.user.uid' },
  /** The caller's full name as the record has it: of a session, the session's own, not its role's. */
  caller_uid: { type: 'VARCHAR', ocsf: 'actor.user.uid_alt' },
  actor_name: { type: 'VARCHAR', ocsf: 'actor.user.name' },
  actor_account: { type: 'VARCHAR', ocsf: 'actor.user.account.uid' },
  /** The public id of the key or token that signed the call; never the secret. */
  credential: { type: 'VARCHAR', ocsf: 'actor.user.credential_uid' },
  session_uid: { type: 'VARCHAR', ocsf: 'actor.session.uid' },
  session_name: { type: 'VARCHAR', ocsf: 'actor.session.uid_alt' },
  session_created: { type: 'TIMESTAMP', ocsf: 'actor.session.created_time' },
  /** The class of identity that the session was issued for, such as Role or IAMUser. */
  session_issuer_type: { type: 'VARCHAR', ocsf: 'unmapped.session_issuer_type' },
  session_mfa: { type: 'VARCHAR', ocsf: 'actor.session.is_mfa' },
  /** Set by the first caller of a chain and carried through every later session, where the provider has it. */
  source_identity: { type: 'VARCHAR', ocsf: 'actor.session.issuer' },
  /** The service or application on whose behalf, or through which, the call was made. */
  invoked_by: { type: 'VARCHAR', ocsf: 'actor.invoked_by' },
  source_ip: { type: 'VARCHAR', ocsf: 'src_endpoint.ip' },
  user_agent: { type: 'VARCHAR', ocsf: 'http_request.user_agent' },
  /** The machine that the record is of, by the name that it gives; and by a provider's or an agent's id. */
  host: { type: 'VARCHAR', ocsf: 'device.hostname' },
  host_uid: { type: 'VARCHAR', ocsf: 'device.uid' },
  /** The executable's path, or its name where no more is told. */
  process: { type: 'VARCHAR', ocsf: 'process.file.path' },
  process_uid: { type: 'VARCHAR', ocsf: 'process.pid' },
  command: { type: 'VARCHAR', ocsf: 'process.cmd_line' },
  /** The file that was acted upon. */
  file: { type: 'VARCHAR', ocsf: 'file.path' },
  /** The name that was asked for. */
  domain: { type: 'VARCHAR', ocsf: 'query.hostname' },
  destination_ip: { type: 'VARCHAR', ocsf: 'dst_endpoint.ip' },
  destination_port: { type: 'VARCHAR', ocsf: 'dst_endpoint.port' },
  protocol: { type: 'VARCHAR', ocsf: 'connection_info.protocol_name' },
  /** To the source, and from it, as whole numbers in decimal. */
  bytes_in: { type: 'VARCHAR', ocsf: 'traffic.bytes_in' },
  bytes_out: { type: 'VARCHAR', ocsf: 'traffic.bytes_out' },
  /** What was measured, and the number that came of it. */
  metric: { type: 'VARCHAR', ocsf: 'unmapped.metric' },
  measured: { type: 'VARCHAR', ocsf: 'unmapped.value' },
  /** Of a provider's or a sensor's alert: what it says, one id for all its updates, and where it stands, in its own words. */
  alert: { type: 'VARCHAR', ocsf: 'finding_info.title' },
  alert_uid: { type: 'VARCHAR', ocsf: 'finding_info.uid' },
  alert_severity: { type: 'VARCHAR', ocsf: 'severity' },
  alert_status: { type: 'VARCHAR', ocsf: 'status' },
  request_uid: { type: 'VARCHAR', ocsf: 'api.request.uid' },
  /** Shared by the copies of one call that several accounts receive. */
  shared_uid: { type: 'VARCHAR', ocsf: 'metadata.correlation_uid' },
  /**
   * What most is asked of the record, as JSON text: some of its keys with their values, at the same paths as
   * in `raw`. It is a tenth as long, and reading it costs a tenth.
   */
  brief: { type: 'VARCHAR', ocsf: 'api.request.data' },
  /** The provider's record as JSON, without its envelope: every field stays reachable. */
  raw: { type: 'JSON', ocsf: 'raw_data' },
  /** Origin: SHA-256 of the object as it lay in storage, lower-case hex. */
  object: { type: 'VARCHAR', ocsf: 'unmapped.object' },
  /** Origin: zero-based index of the record in its object. */
  record: { type: 'INTEGER', ocsf: 'unmapped.record' },
} as const satisfies Readonly<Record<string, { type: 'VARCHAR' | 'TIMESTAMP' | 'JSON' | 'INTEGER'; ocsf: string }>>;

export type EventColumn = keyof typeof eventColumns;
