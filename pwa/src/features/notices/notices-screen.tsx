import './notices.css';
import { useEffect, useState } from 'preact/hooks';
import { MarkNoticesRead, MyNotices, type MyNoticesQuery } from '../../data/generated/notices.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { formatDay, formatTime, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/notices.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { subjectRoute } from './subject-route.ts';
import { unread } from './unread.ts';

type Message = MyNoticesQuery['myNotices']['nodes'][number];

const STEP = 50;
/** the largest page the server gives */
const MOST = 500;

/** What the platform told this account, by day; readable without a network. */
const NoticesScreen: Screen = () => {
  const [first, setFirst] = useState(STEP);
  const [unreadOnly, setUnreadOnly] = useState(false);
  const { data, problem, isLoading, takenAt, refresh } = useData(MyNotices, { first, unreadOnly }, { keep: true });
  const [failure, setFailure] = useState<Problem>();
  const messages = data?.myNotices.nodes;
  useEffect(() => {
    if (data) unread.value = data.unreadNotices;
  }, [data]);

  const markAll = async () => {
    setFailure(undefined);
    const answer = await mutate(MarkNoticesRead, { commandId: newId(), ids: null });
    if (!answer.ok) return setFailure(answer.problem);
    unread.value = answer.data.markNoticesRead;
    toast(t('inbox.readAll.done'));
    refresh();
  };
  return (
    <Page title={t('inbox.title')} back="/" narrow aside={<DataAge takenAt={takenAt} />}>
      <div class="row-between">
        <Segmented
          legend={t('inbox.filter')}
          value={unreadOnly ? 'unread' : 'all'}
          options={[
            { value: 'all', label: t('inbox.filter.all') },
            { value: 'unread', label: t('inbox.filter.unread') },
          ]}
          onChange={(value) => setUnreadOnly(value === 'unread')}
        />
        {unread.value > 0 && (
          <Button variant="quiet" icon="check" onClick={() => void markAll()}>
            {t('inbox.readAll')}
          </Button>
        )}
      </div>
      {(failure ?? problem) && <ErrorBox problem={(failure ?? problem)!} onRetry={refresh} />}
      {!messages && isLoading && <Skeleton lines={8} />}
      {messages?.length === 0 && <Empty unreadOnly={unreadOnly} />}
      {messages && byDay(messages).map(([day, own]) => <Day key={day} day={day} messages={own} />)}
      {data?.myNotices.pageInfo.hasNextPage && first < MOST && (
        <Button wide busy={isLoading} onClick={() => setFirst(Math.min(first * 2, MOST))}>
          {t('inbox.earlier')}
        </Button>
      )}
    </Page>
  );
};
export default NoticesScreen;

const dayOf = ({ at }: Message): string => todayInChina(Date.parse(at));
const byDay = (messages: readonly Message[]): [string, Message[]][] => [...Map.groupBy(messages, dayOf)];

function Empty({ unreadOnly }: { unreadOnly: boolean }) {
  return (
    <EmptyState icon="bell" title={unreadOnly ? t('inbox.empty.unread') : t('inbox.empty')}>
      {!unreadOnly && <p class="muted">{t('inbox.empty.hint')}</p>}
    </EmptyState>
  );
}

function Day({ day, messages }: { day: string; messages: readonly Message[] }) {
  return (
    <section class="stack-tight">
      <h2 class="notice-day muted small">{formatDay(day)}</h2>
      <ul class="notice-list">
        {messages.map((message) => (
          <li key={message.id}>
            <MessageCard message={message} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What an application is about: the platform says it in Chinese, as the SMS does. */
const KINDS = { 延续: 'extension', 变更: 'change', 补办: 'replacement', 注销: 'cancellation' } as const;
function kindOf(word: string): string {
  const key = KINDS[word as keyof typeof KINDS];
  return key ? t(`kind.${key}`) : word;
}

/** The sentence of a message in the reader's language. */
function sentence({ kind, params }: Message): string {
  const given = new Map(params.map(({ name, value }) => [name, value]));
  const of = (name: string) => given.get(name) ?? '';
  return t(`text.${kind}`, {
    name: of('name'),
    reason: of('reason'),
    date: of('date'),
    licence: of('licence'),
    kind: kindOf(of('kind')),
    number: of('number'),
    school: of('school'),
    vaccines: of('vaccines'),
    vaccine: of('vaccine'),
    clinic: of('clinic'),
    who: of('who'),
    due: of('due'),
    count: of('count'),
  });
}

function MessageCard({ message }: { message: Message }) {
  const [isRead, setRead] = useState(message.readAt !== null);
  const to = subjectRoute(account.value?.role, message.kind, message.subjectId);
  const read = async () => {
    if (isRead) return;
    setRead(true);
    const answer = await mutate(MarkNoticesRead, { commandId: newId(), ids: [message.id] });
    // Without a network it stays unread for the server; the number tells so.
    if (answer.ok) unread.value = answer.data.markNoticesRead;
    else setRead(false);
  };
  const body = (
    <>
      <span class="row-between">
        <strong class="notice-title">
          {!isRead && (
            <span class="notice-new">
              <span class="sr-only">{t('inbox.unread')}</span>
            </span>
          )}
          {t(`title.${message.kind}`)}
        </strong>
        <time class="muted small number" dateTime={message.at}>
          {formatTime(message.at)}
        </time>
      </span>
      <span>{sentence(message)}</span>
      {message.sms && <SmsState sms={message.sms} />}
      {to !== null && (
        <span class="notice-more">
          {t('inbox.open')}
          <Icon name="next" size={18} />
        </span>
      )}
    </>
  );
  return to !== null ? (
    <a class="card notice-card" href={`#${to}`} data-read={isRead} onClick={() => void read()}>
      {body}
    </a>
  ) : (
    <button type="button" class="card notice-card" data-read={isRead} onClick={() => void read()}>
      {body}
    </button>
  );
}

function SmsState({ sms }: { sms: NonNullable<Message['sms']> }) {
  if (sms.state === 'failed')
    return (
      <span>
        <Badge tone="bad">{t(`sms.failed.${sms.failure ?? 'service_away'}`)}</Badge>
      </span>
    );
  if (sms.state === 'uncertain')
    return (
      <span>
        <Badge tone="warn">{t('sms.uncertain')}</Badge>
      </span>
    );
  return <span class="muted small">{t(`sms.${sms.state}`)}</span>;
}
