import type { Deed, Habit, JsonObject, Resident, Scene } from '../../../model/simulation.ts';
import { dockerClient, runnerClient, runnerCommandLine } from './agents.ts';
import { habit, objectCall, read, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByToken } from './issuance.ts';
import { inRole } from './presence.ts';
import { repositoryTarget } from './things.ts';

const audience = 'sts.amazonaws.com';

/** Builds and deployments: each run shows the code host's token and opens a session of its own. */
export function pipeline(estate: Estate): Resident {
  const provider = `arn:aws:iam::${estate.account.uid}:oidc-provider/token.actions.githubusercontent.com`;
  return {
    name: 'pipeline',
    count: 6,
    share: 5,
    rhythm: 'office',
    calls: [12, 60],
    paceMs: [80, 2_500],
    sessionMinutes: 3,
    arrive: (opening) =>
      inRole(opening, estate.role(`${estate.account.name}-deploy`), {
        name: 'GitHubActions',
        network: `192.0.2.${opening.random.between(100, 250)}`,
        agent: runnerCommandLine,
        session: { web: { provider, audience } },
      }),
    open: openedByToken((scene) => ({
      is: 'web',
      provider,
      audience,
      subject: `repo:${scene.random.pick(estate.repositories)}:ref:refs/heads/main`,
    })),
    habits: [...buildHabits(estate), ...deployHabits(estate)],
  };
}

function buildHabits(estate: Estate): readonly Habit[] {
  const image = (scene: Scene) => ({
    registryId: estate.account.uid,
    repositoryName: scene.random.pick(estate.repositories),
  });
  return [
    habit(2, () => read('sts.GetCallerIdentity', null, { agent: runnerClient })),
    habit(2, () => read('ecr.GetAuthorizationToken', {})),
    habit(8, (scene) => {
      const layerDigests = [`sha256:${scene.random.hex(64)}`];
      return read('ecr.BatchCheckLayerAvailability', { ...image(scene), layerDigests }, { agent: dockerClient });
    }),
    habit(4, (scene) => {
      const upload = { ...image(scene), uploadId: scene.random.uuid() };
      const lastByte = scene.random.between(9_000, 20_000_000);
      return write(
        'ecr.UploadLayerPart',
        { ...upload, partFirstByte: 0, partLastByte: lastByte },
        {
          response: { ...upload, lastByteReceived: lastByte },
          targets: repositoryTarget(scene, estate, upload.repositoryName) ?? [],
          agent: dockerClient,
        },
      );
    }),
    habit(2, (scene) => imagePush(scene, image(scene))),
  ];
}

function imagePush(scene: Scene, image: JsonObject): Deed {
  const { random } = scene;
  const digest = (): string => `sha256:${random.hex(64)}`;
  const layer = () => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: random.between(900, 40_000_000),
    digest: digest(),
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', size: 7_023, digest: digest() };
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config,
    layers: Array.from({ length: 7 }, layer),
  });
  const imageTag = random.hex(40);
  const pushed = { ...image, imageManifest, imageManifestMediaType: mediaType };
  return write(
    'ecr.PutImage',
    { ...pushed, imageTag },
    { response: { image: { ...pushed, imageId: { imageDigest: digest(), imageTag } } }, agent: dockerClient },
  );
}

function deployHabits(estate: Estate): readonly Habit[] {
  const service = (scene: Scene): string => scene.random.pick(estate.services);
  return [
    habit(4, (scene) => read('ecs.DescribeServices', { cluster: estate.cluster, services: [service(scene)] })),
    habit(2, (scene) =>
      read('ecs.DescribeTaskDefinition', { taskDefinition: `${service(scene)}:${scene.random.between(20, 400)}` }),
    ),
    habit(1.4, (scene) => taskDefinition(scene, estate)),
    habit(1.4, (scene) => functionUpdate(scene, estate)),
    habit(6, (scene) => {
      const place = {
        bucket: estate.buckets[0] ?? '',
        key: `static/assets/${scene.random.hex(20)}.js`,
        account: estate.account.uid,
      };
      return objectCall(scene, 'PutObject', place);
    }),
    habit(0.6, (scene) => {
      const id = `I${scene.random.hex(12).toUpperCase()}`;
      const invalidationBatch = { callerReference: `cli-${scene.time}`, paths: { quantity: 1, items: ['/*'] } };
      const location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/E1EXAMPLE2B3C4D/invalidation/${id}`;
      const request = { distributionId: 'E1EXAMPLE2B3C4D', invalidationBatch };
      return write('cloudfront.CreateInvalidation', request, {
        response: {
          location,
          invalidation: { id, status: 'InProgress', createTime: new Date(scene.time).toISOString(), invalidationBatch },
        },
        region: 'us-east-1',
      });
    }),
  ];
}

function taskDefinition(scene: Scene, estate: Estate): Deed {
  const { random, region } = scene;
  const account = estate.account.uid;
  const family = random.pick(estate.services);
  const options = { 'awslogs-group': `/ecs/${family}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' };
  const container = {
    name: 'app',
    image: `${account}.dkr.ecr.${region}.amazonaws.com/${family}:${random.hex(40)}`,
    cpu: 0,
    essential: true,
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    environment: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    logConfiguration: { logDriver: 'awslogs', options },
  };
  const definition: JsonObject = {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '1024',
    memory: '2048',
    executionRoleArn: `arn:aws:iam::${account}:role/ecsTaskExecutionRole`,
    taskRoleArn: `arn:aws:iam::${account}:role/${family}-task-role`,
    containerDefinitions: [container],
  };
  const taskDefinitionArn = `arn:aws:ecs:${region}:${account}:task-definition/${family}:${random.between(20, 400)}`;
  return write('ecs.RegisterTaskDefinition', definition, {
    response: { taskDefinition: { ...definition, taskDefinitionArn, status: 'ACTIVE' } },
  });
}

function functionUpdate(scene: Scene, estate: Estate): Deed {
  const { random } = scene;
  const functionName = random.pick(estate.functions);
  const s3Key = `lambda/${random.hex(40)}.zip`;
  return write(
    'lambda.UpdateFunctionCode20150331v2',
    { functionName, s3Bucket: `${estate.account.name}-artifacts`, s3Key, dryRun: false, publish: true },
    {
      response: {
        functionName,
        runtime: 'python3.12',
        handler: 'app.handler',
        codeSize: random.between(20_000, 9_000_000),
        timeout: 30,
        memorySize: 512,
        codeSha256: `${random.hex(42)}=`,
        version: String(random.between(3, 300)),
        state: 'Active',
        lastUpdateStatus: 'InProgress',
        packageType: 'Zip',
        architectures: ['arm64'],
        revisionId: random.uuid(),
      },
    },
  );
}
