/**
 * Names under which everybody puts things, or that everybody needs: a block there hits others too. Texts and files,
 * code and packages, sites and tunnels, words and pictures of anybody. Those of the clouds stand in their own folders.
 * Written down on 2026-11-22; most are on the list of sites that intruders like since others need them:
 * https://lots-project.com
 */
export const sharedNames: readonly string[] =
  `pastebin.com paste.ee rentry.co termbin.com hastebin.com ghostbin.com dpaste.com ix.io
  transfer.sh file.io 0x0.st catbox.moe anonfiles.com gofile.io mega.nz mediafire.com
  dropbox.com dropboxusercontent.com wetransfer.com archive.org sourceforge.net
  github.com githubusercontent.com github.io gitlab.com gitlab.io bitbucket.org codeberg.org
  npmjs.org npmjs.com pypi.org pythonhosted.org docker.io docker.com quay.io ghcr.io
  crates.io rubygems.org jsdelivr.net unpkg.com debian.org ubuntu.com centos.org
  cloudflare.com pages.dev workers.dev trycloudflare.com cloudflare-dns.com fastly.net
  akamai.net akamaized.net edgekey.net ngrok.io ngrok.app ngrok-free.app netlify.app
  vercel.app herokuapp.com onrender.com glitch.me repl.co wordpress.com blogspot.com
  discord.com discordapp.com telegram.org t.me slack.com imgur.com bit.ly tinyurl.com`.split(/\s+/);

/** A host that offers room to anybody says so in its name. */
export const sharedWord = /^(?:paste(?:bin|s)?|gist|hastebin|transfer|uploads?|cdn|mirrors?)$/;

/** Resolvers that everybody asks: https://en.wikipedia.org/wiki/Public_recursive_name_server */
export const resolvers: readonly string[] =
  `1.1.1.1 1.0.0.1 1.1.1.2 1.1.1.3 8.8.8.8 8.8.4.4 9.9.9.9 9.9.9.10 149.112.112.112
  208.67.222.222 208.67.220.220 94.140.14.14 94.140.15.15 76.76.2.0 76.76.10.0 185.228.168.9
  64.6.64.6 64.6.65.6 4.2.2.1 4.2.2.2 77.88.8.8 77.88.8.1 223.5.5.5 114.114.114.114
  2606:4700:4700::1111 2606:4700:4700::1001 2001:4860:4860::8888 2001:4860:4860::8844 2620:fe::fe`.split(/\s+/);
