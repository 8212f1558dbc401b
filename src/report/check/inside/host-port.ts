/** `host` of `host:port`, of a URL and of a path after a host; null where a value is none of these. */
export function hostOf(value: string): string | null {
  const [, host] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?([a-z0-9][a-z0-9.-]*\.[a-z0-9-]+)(?::\d+)?(?:\/.*)?$/i.exec(value) ?? [];
  return host?.toLowerCase() ?? null;
}

/** The port of `host:port`; null where there is none. */
export function portOf(value: string): number | null {
  const [, port] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[a-z0-9.-]+:(\d{1,5})(?:\/.*)?$/i.exec(value) ?? [];
  return port === undefined ? null : Number(port);
}
