import type { Question } from '../../../model/simulation.ts';
import { type Answered, type Answers, askText, made, started } from './answered.ts';

/** How machine learning and data services answer what scenarios ask of them. */
export const learning: Answers = {
  'sagemaker.amazonaws.com': {
    CreateNotebookInstance: (question) =>
      making(question, 'notebook-instance', {
        name: askText(question.request, 'notebookInstanceName'),
        shape: askText(question.request, 'instanceType'),
        key: 'notebookInstanceArn',
        isRunning: true,
      }),
    CreateNotebookInstanceLifecycleConfig: (question) => {
      const name = askText(question.request, 'notebookInstanceLifecycleConfigName');
      const arn = arnOf(question, `notebook-instance-lifecycle-config/${name.toLowerCase()}`);
      return {
        response: { notebookInstanceLifecycleConfigArn: arn },
        made: [made(arn, 'sagemaker:lifecycle-config', { name })],
      };
    },
    CreateTrainingJob: (question) =>
      making(question, 'training-job', {
        name: askText(question.request, 'trainingJobName'),
        shape: askText(question.request, 'resourceConfig', 'instanceType'),
        key: 'trainingJobArn',
        isRunning: true,
      }),
    CreateProcessingJob: (question) =>
      making(question, 'processing-job', {
        name: askText(question.request, 'processingJobName'),
        shape: askText(question.request, 'processingResources', 'clusterConfig', 'instanceType'),
        key: 'processingJobArn',
        isRunning: true,
      }),
    StopNotebookInstance: (question) => change(question, 'notebook-instance', 'stopped'),
    DeleteNotebookInstance: (question) => change(question, 'notebook-instance', 'deleted'),
    StopTrainingJob: (question) => change(question, 'training-job', 'terminated'),
  },
  'glue.amazonaws.com': {
    CreateJob: ({ request }) => {
      const name = askText(request, 'name');
      return { response: { name }, made: [made(name, 'glue:job', { shape: askText(request, 'workerType') })] };
    },
    StartJobRun: ({ random }) => {
      const jobRunId = `jr_${random.hex(64)}`;
      return { response: { jobRunId }, made: [started(jobRunId, 'glue:job-run')] };
    },
  },
};

interface Terms {
  readonly name: string;
  readonly shape: string;
  readonly key: string;
  readonly isRunning: boolean;
}

function making(question: Question, kind: string, { name, shape, key, isRunning }: Terms): Answered {
  const arn = arnOf(question, `${kind}/${name.toLowerCase()}`);
  return {
    response: { [key]: arn },
    made: [(isRunning ? started : made)(arn, `sagemaker:${kind}`, { name, shape })],
  };
}

function change(question: Question, kind: 'notebook-instance' | 'training-job', state: string): Answered {
  const key = kind === 'training-job' ? 'trainingJobName' : 'notebookInstanceName';
  return { changed: [{ uid: arnOf(question, `${kind}/${askText(question.request, key).toLowerCase()}`), state }] };
}

const arnOf = ({ region, account }: Question, tail: string): string => `arn:aws:sagemaker:${region}:${account}:${tail}`;
