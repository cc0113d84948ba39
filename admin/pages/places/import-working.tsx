/** An import at work: what the server does with the file now, how far it is, and the way out. */
import { Button, Progress } from 'antd';
import { sayImport } from '../../../shared/say.js';
import type { ImportRun } from '../../../shared/views.js';

/** Reading is the smaller part of the work. */
const READING = 10;

function percentOf({ stage, done, total }: ImportRun): number {
  if (stage === 'writing') return 100;
  const share = total === 0 ? 0 : done / total;
  return Math.floor(stage === 'reading' ? READING * share : READING + (100 - READING) * share);
}

interface Props {
  /** Nothing is known of it until it was asked for the first time. */
  run: ImportRun | undefined;
  stopping: boolean;
  onStop: () => void;
}

export function ImportWorking({ run, stopping, onStop }: Props) {
  const isSent = run !== undefined && run.state !== 'waiting';
  return (
    <div className="stack" role="status">
      <p className="number">{isSent ? sayImport(run) : '正在发送文件'}</p>
      <Progress percent={run ? percentOf(run) : 0} aria-label="进度" />
      <div className="row">
        <span className="hint grow">停止后不会改动任何内容。</span>
        <Button loading={stopping} onClick={onStop}>
          停止
        </Button>
      </div>
    </div>
  );
}
