/** A small part of the desk that has no data: still loading, or not answered, which must not take the whole page. */
import { Button, Skeleton } from 'antd';
import { messageOf } from '../../lib/words.js';

export function Missing({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  if (!error) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  return (
    <p className="quiet" role="status">
      {messageOf(error)}
      <Button type="link" size="small" onClick={onRetry}>
        再试一次
      </Button>
    </p>
  );
}
