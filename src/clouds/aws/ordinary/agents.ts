import type { Random } from '../../../model/simulation.ts';

/** User agents as clients of late 2025 send them. */
const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
] as const;

const terminals = [
  'os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7 md/pyimpl#CPython m/E,Z,b,n cfg/retry-mode#standard md/installer#exe',
  'os/macos#24.6.0 md/arch#arm64 lang/python#3.13.9 md/pyimpl#CPython m/Z,E,b,n cfg/retry-mode#standard md/installer#source',
  'os/linux#6.8.0-85-generic md/arch#x86_64 lang/python#3.12.9 md/pyimpl#CPython m/E,b,Z,n cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24',
  'os/windows#11 md/arch#amd64 lang/python#3.13.4 md/pyimpl#CPython m/b,E,Z,n cfg/retry-mode#standard md/installer#exe',
] as const;

const cliVersions = [
  '2.31.13 md/awscrt#0.27.6',
  '2.30.4 md/awscrt#0.27.6',
  '2.28.21 md/awscrt#0.27.4',
  '2.27.63 md/awscrt#0.26.1',
] as const;

export const browser = (random: Random): string => random.pick(browsers);

/** The command line without the command of a single call; see `withCommand`. */
export const commandLine = (random: Random): string =>
  `aws-cli/${random.pick(cliVersions)} ua/2.1 ${random.pick(terminals)} md/prompt#off`;

/** A command line of the first kind, as old scripts have it. */
export const oldCommandLine =
  'aws-cli/1.44.3 md/Botocore#1.42.13 ua/2.1 os/linux#5.15.0-157-generic md/arch#x86_64 lang/python#3.10.12 md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.42.13';

export function withCommand(agent: string, service: string, operation: string): string {
  return `${agent} md/command#${service.replace('.amazonaws.com', '')}.${kebab(operation)}`;
}

export const terraform =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.17.0 aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64';

/** A client of the Go SDK that is called so. */
export const goClient = (name: string): string =>
  `${name} aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64`;

export const withApi = (agent: string, service: string, random: Random): string =>
  `${agent} api/${service.replace('.amazonaws.com', '')}#1.${random.between(40, 59)}.${random.between(0, 9)} m/E,g`;

export const boto = (environment: string): string =>
  `Boto3/1.40.55 md/Botocore#1.40.55 ua/2.1 os/linux#5.10.244-266.1003.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.12 md/pyimpl#CPython ${environment}m/Z,b,E cfg/retry-mode#legacy Botocore/1.40.55`;

export const javaClient =
  'aws-sdk-java/2.35.10 md/io#sync md/http#Apache ua/2.1 api/S3#2.35.x os/Linux#6.1.155-176.282.amzn2023.x86_64 lang/java#21.0.9 md/OpenJDK_64-Bit_Server_VM#21.0.9+10-LTS md/vendor#Amazon.com_Inc. md/en_US m/D,N,e,AA';
export const runnerClient =
  'aws-sdk-nodejs/3.908.0 os/linux/6.11.0-1018-azure lang/js md/nodejs/20.19.5 configure-aws-credentials-for-github-actions';
export const agentOfSystemsManager = 'aws-sdk-go/1.55.5 (go1.24.7; linux; amd64) amazon-ssm-agent/3.3.3050.0';

function kebab(operation: string): string {
  return operation.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

export const runnerCommandLine =
  'aws-cli/2.31.13 md/awscrt#0.27.6 ua/2.1 os/linux#6.11.0-1018-azure md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/GitHubActions m/E,Z,b cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24 md/prompt#off';
export const dockerClient =
  'docker/28.0.4 go/go1.23.7 git-commit/6430e49 kernel/6.11.0-1018-azure os/linux arch/amd64 UpstreamClient(Docker-Client/28.0.4 \\(linux\\))';
export const vendorClient =
  'Boto3/1.38.46 md/Botocore#1.38.46 ua/2.1 os/linux#5.15.0-1084-aws md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard Botocore/1.38.46';
