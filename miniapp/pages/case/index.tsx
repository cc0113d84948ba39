/** One case of mine: how it stands, what is asked of me, what was done, and what I can do. */
import { View } from '@tarojs/components';
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro';
import { CardShapes } from '../../components/await';
import { OwnCase, useOwnCase } from '../../components/own-case';
import { Screen } from '../../components/screen';
import { Timeline } from '../../components/timeline';
import { CaseActions, MainAction, waitedFor } from './actions';
import { Answered, Before, Outcome, outcomeOf, Question, questionOf } from './asked';
import { Facts, Head } from './facts';
import { Looks } from './looks';
import './index.scss';

export default function CasePage() {
  const { id = '' } = useRouter().params;
  const load = useOwnCase(id);
  usePullDownRefresh(() => void load.again().then(() => Taro.stopPullDownRefresh()));
  return (
    <Screen
      title="诉求进展"
      foot={load.data && waitedFor(load.data).length > 0 ? <MainAction view={load.data} /> : undefined}
    >
      <OwnCase load={load} shape={<CardShapes count={3} />}>
        {(view) => (
          <>
            <Head view={view} />
            <Question view={view} />
            <Outcome view={view} />
            {view.main?.answer && <Answered answer={view.main.answer} />}
            <View className="section">经过</View>
            <View className="card">
              <Timeline entries={view.timeline} shownAbove={[outcomeOf(view)?.id, questionOf(view)?.id]} />
            </View>
            <View className="section">上报的内容</View>
            <Before view={view} />
            <Facts view={view} />
            <CaseActions view={view} />
            {view.reporter?.mine && <Looks id={view.id} />}
          </>
        )}
      </OwnCase>
    </Screen>
  );
}
