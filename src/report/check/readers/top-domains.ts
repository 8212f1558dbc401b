/** Top-level domains that reports name; a defanged name needs none of them. */
export const topDomains: ReadonlySet<string> = new Set(
  `com net org edu gov mil int info biz io co me tv cc ws xyz top site online store shop club icu vip live pro
  app dev cloud tech space website fun host press link click work world today life network systems solutions
  services digital agency email group team zone pw tk ml ga cf gq su eu uk us ca de fr it es pt nl be ch at se
  no dk fi pl cz sk hu ro bg gr tr ru ua by kz lt lv ee ie is il ae sa in pk bd lk cn hk tw jp kr sg my th vn
  id ph au nz za ng ke eg ma br ar cl pe mx ai gg im to ly ms sh py rs so md li lu rip onion test example
  pool mining crypto finance`.split(/\s+/),
);

/** They are as often the ending of a file's name, or an English word behind a missing blank. */
export const unlikelyTops: ReadonlySet<string> = new Set(
  'sh py rs so md pl cc ps ai is it in at be no to me us my so by work zone team group example test pool host link app'.split(
    ' ',
  ),
);
