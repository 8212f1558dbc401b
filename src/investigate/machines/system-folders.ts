/** Regular expression of where programs of the system lie, hidden ones apart: anybody may start those at any time. */
export const systemFolders = '^/(?:usr/)?(?:s?bin|lib(?:32|64|exec)?|share)/[^.]';
