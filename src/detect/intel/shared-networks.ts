/**
 * Networks at whose addresses very many sites are served, so that an address alone names nobody. As their
 * owners publish them at the addresses below; the larger ones, written down on 2026-11-22.
 */
export const sharedNetworks: Readonly<Record<string, readonly string[]>> = {
  // https://www.cloudflare.com/ips/
  Cloudflare: [
    '103.21.244.0/22',
    '103.22.200.0/22',
    '103.31.4.0/22',
    '104.16.0.0/13',
    '104.24.0.0/14',
    '108.162.192.0/18',
    '131.0.72.0/22',
    '141.101.64.0/18',
    '162.158.0.0/15',
    '172.64.0.0/13',
    '173.245.48.0/20',
    '188.114.96.0/20',
    '190.93.240.0/20',
    '197.234.240.0/22',
    '198.41.128.0/17',
    '2400:cb00::/32',
    '2405:8100::/32',
    '2405:b500::/32',
    '2606:4700::/32',
    '2803:f800::/32',
    '2a06:98c0::/29',
    '2c0f:f248::/32',
  ],
  // https://api.fastly.com/public-ip-list
  Fastly: [
    '140.248.64.0/18',
    '140.248.128.0/17',
    '146.75.0.0/17',
    '151.101.0.0/16',
    '199.232.0.0/16',
    '2a04:4e40::/32',
    '2a04:4e42::/32',
  ],
  // https://api.github.com/meta
  'GitHub Pages': ['185.199.108.0/22', '2606:50c0::/32'],
  // The provider's ip-ranges.json, service CLOUDFRONT.
  CloudFront: [
    '13.32.0.0/15',
    '13.35.0.0/16',
    '13.224.0.0/14',
    '13.249.0.0/16',
    '18.64.0.0/14',
    '52.84.0.0/15',
    '52.222.128.0/17',
    '54.192.0.0/16',
    '99.84.0.0/16',
    '99.86.0.0/16',
    '108.138.0.0/15',
    '108.156.0.0/14',
    '143.204.0.0/16',
  ],
};
