const names = [
  'AbortMultipartUpload',
  'BulkRestoreObjects',
  'CommitMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'DeleteObjectVersion',
  'GetObject',
  'HeadObject',
  'ListMultipartUploadParts',
  'ListMultipartUploads',
  'ListObjects',
  'ListObjectVersions',
  'PutObject',
  'ReencryptObject',
  'RenameObject',
  'RestoreObjects',
  'UpdateObjectStorageTier',
  'UploadPart',
];

/** Operations as the API names them, by what stands in a record's type, which is all lower case. */
export const operationNames: Readonly<Record<string, string>> = Object.fromEntries(
  names.map((name) => [name.toLowerCase(), name]),
);
