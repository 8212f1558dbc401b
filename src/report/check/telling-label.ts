/** Words before a colon that tell something and so name no field: `Detection was immediate: …`, but not `What was read: …`. */
export const tells =
  /^(?!(?:what|who|whom|whose|how|when|where|why|which|all)\b).*\s(?:was|were|is|are|has|have|had)\s/i;
