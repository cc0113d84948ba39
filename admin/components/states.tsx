/** What a page shows instead of its content: loading, nothing there, an error, no permission; each says the next step. */
import { Link } from '@tanstack/react-router';
import { Button, Skeleton, Spin } from 'antd';
import type { ReactNode } from 'react';
import { type Permission, permissions } from '../../shared/permissions.js';
import { ApiProblem } from '../lib/api.js';

function State({ title, words, children }: { title: string; words?: ReactNode; children?: ReactNode }) {
  return (
    <div className="state" role="status">
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      {children}
    </div>
  );
}

export function Loading({ whole = false }: { whole?: boolean }) {
  if (whole)
    return (
      <div className="state" role="status" aria-label="正在打开">
        <Spin />
      </div>
    );
  return (
    <div className="loading" role="status" aria-label="正在加载">
      <Skeleton active paragraph={{ rows: 8 }} />
    </div>
  );
}

export function Empty({ title, words, children }: { title: string; words?: ReactNode; children?: ReactNode }) {
  return (
    <State title={title} words={words}>
      {children}
    </State>
  );
}

/** The error in words, and a way on. Outside of what one may see is said as "not found". */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  if (error instanceof ApiProblem && error.code === 'not-found') return <NotFound what="这一项" />;
  if (error instanceof ApiProblem && error.code === 'permission.denied') return <NoPermission />;
  const number = error instanceof ApiProblem ? error.requestId : undefined;
  return (
    <State title="这里没有打开" words={error instanceof ApiProblem ? error.message : '页面出错了，请刷新后再试'}>
      {number && <p className="quiet">请求编号 {number}，请管理员查看时提供</p>}
      {onRetry && <Button onClick={onRetry}>再试一次</Button>}
    </State>
  );
}

/** A part of the page did not arrive, or it threw. Asked for anew it comes whole, which no part of it can do alone. */
export function PageFault() {
  return (
    <State title="这一页没有打开" words="可能网络断了，系统刚更新过，或者页面出错了。已经提交的内容都在，请重新加载。">
      <Button onClick={() => window.location.reload()}>重新加载</Button>
    </State>
  );
}

export function NotFound({ what }: { what: string }) {
  return (
    <State title={`没有找到${what}`} words="可能地址不完整，或者它不在您的范围内。">
      <Link to={'/' as string}>回到工作台</Link>
    </State>
  );
}

export function NoPermission({ needs }: { needs?: Permission | undefined }) {
  return (
    <State
      title="您的账号不能打开这一页"
      words={`${needs ? `这一页需要“${permissions[needs].label}”权限。` : ''}工作需要时，请联系安全管理员授予角色。`}
    >
      <Link to={'/' as string}>回到工作台</Link>
    </State>
  );
}
