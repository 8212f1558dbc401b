import type { Question } from '../../../model/simulation.ts';
import { type Answered, type Answers, askText, made, started } from './answered.ts';

/** How machine learning answers what scenarios ask of it. */
export const learning: Answers = {
  'sagemaker.amazonaws.com': {
    CreateNotebookInstance: (question) => {
      const name = askText(question.request, 'notebookInstanceName');
      const shape = askText(question.request, 'instanceType');
      const arn = arnOf(question, `notebook-instance/${name.toLowerCase()}`);
      return {
        response: { notebookInstanceArn: arn },
        made: [started(arn, 'sagemaker:notebook-instance', { name, shape })],
      };
    },
    StopNotebookInstance: (question): Answered => {
      const name = askText(question.request, 'notebookInstanceName');
      return { changed: [{ uid: arnOf(question, `notebook-instance/${name.toLowerCase()}`), state: 'stopped' }] };
    },
    CreateNotebookInstanceLifecycleConfig: (question) => {
      const name = askText(question.request, 'notebookInstanceLifecycleConfigName');
      const arn = arnOf(question, `notebook-instance-lifecycle-config/${name.toLowerCase()}`);
      return {
        response: { notebookInstanceLifecycleConfigArn: arn },
        made: [made(arn, 'sagemaker:lifecycle-config', { name })],
      };
    },
    CreateProcessingJob: (question) => {
      const name = askText(question.request, 'processingJobName');
      const shape = askText(question.request, 'processingResources', 'clusterConfig', 'instanceType');
      const arn = arnOf(question, `processing-job/${name.toLowerCase()}`);
      return {
        response: { processingJobArn: arn },
        made: [started(arn, 'sagemaker:processing-job', { name, shape })],
      };
    },
  },
};

const arnOf = ({ region, account }: Question, tail: string): string => `arn:aws:sagemaker:${region}:${account}:${tail}`;
