"""
Genuine answers for a running mock: remembered ones, and those of the upstream while its quota lasts.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from apicontract.checks.answers import NO_JSON, json_of
from apicontract.client.budget import Budget
from apicontract.client.client import Client
from apicontract.client.clock import Clock, SystemClock
from apicontract.client.ledger import Ledger
from apicontract.client.token import token_for, token_wanted
from apicontract.contract.errors import ApiContractError
from apicontract.contract.files import cache_folder
from apicontract.contract.redaction import redacted_url
from apicontract.dataset.recorded_data import recorded_data
from apicontract.evidence.recordings import recordings_of
from apicontract.explore.upstream.asking import UpstreamAsker, UsageAlone
from apicontract.explore.upstream.background_reload import BackgroundReload
from apicontract.explore.upstream.counting_queries import CountingQueries
from apicontract.explore.upstream.deciding import crawled, decidable, same_rows, selected, whole_list, within
from apicontract.explore.upstream.freshness import lifetime
from apicontract.explore.upstream.incoming import IncomingRequest
from apicontract.explore.upstream.judging import PassiveJudge
from apicontract.explore.upstream.left_alone import LeftAlone
from apicontract.explore.upstream.memory import Genuine, GenuineMemory
from apicontract.explore.upstream.placing import placed
from apicontract.explore.upstream.quota import Quota
from apicontract.explore.upstream.recording import Recorder
from apicontract.explore.upstream.showing import handed_on
from apicontract.explore.upstream.spending import Spending
from apicontract.explore.upstream.wanted import JSON, Wanted, sent_to, wanted_again, wanted_of
from apicontract.semantics.request import page_asked
from mockserver.control.genuine import Answered
from mockserver.control.terminal import say
from mockserver.http.source_header import AnswerSource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from apicontract.client.cache import AnswerCache
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.explore.upstream.settings import UpstreamSettings
    from apicontract.reports.report import Finding
    from mockserver.control.genuine import Standby
    from mockserver.http.request import Request

#: Statuses of genuine answers to a request for records that are handed on: others are failures of the upstream.
_USABLE = frozenset({200, 400, 404, 410})
#: Statuses of those who let nobody in without a token.
_SIGNED_IN_ALONE = frozenset({401, 403})
#: Seconds that a client waits for the upstream where there is a stale answer.
_WITH_STALE = 1.0
#: More requests than any process sends.
_UNBOUNDED = 10**9


class Upstream:
    """
    What has genuine answers for one API (`mockserver.control.genuine.GenuineAnswers`).

    Args:
        api: the contract.
        settings: what the user says.
        clock: tells the time.
        report: told in one sentence what happens to the upstream.

    Raises:
        ApiContractError: the target, or a recording of the folder, cannot be used.
    """

    def __init__(
        self,
        api: Api,
        settings: UpstreamSettings,
        clock: Clock | None = None,
        report: Callable[[str], None] = say,
    ) -> None:
        self._settings = settings
        self.clock = clock or SystemClock()
        self._report = report
        self.place = placed(api, settings)
        self._declared = api
        self.api = self.place.api
        target = self.place.target
        ledger = None if target.application else Ledger(cache_folder() / "ledger")
        self.judge = PassiveJudge(self.api, target.name, self._tell, self._say_once, settings.log)
        self._ledger = ledger
        self._quota = Quota(self.clock, ledger, target.host, settings.share, report)
        self._usage = UsageAlone(f"{target.url}{target.usage.path}" if target.usage else "", self.clock)
        self._asker = UpstreamAsker(lambda: self._client(self._usage), self._quota, self._take, report)
        self._reload = BackgroundReload(lambda: None, report)
        self._spending = Spending(
            settings.spend, self._client, lambda: (self.api, recordings_of(self.api)), self._take_spent, report
        )
        self._memory = GenuineMemory(self.api)
        self._queries = CountingQueries(self.api)
        self._failed = LeftAlone(self.clock)
        self._said: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        started = dt.datetime.fromtimestamp(self.clock.now(), dt.UTC)
        self._recorder = Recorder(self.api, settings.folder, target.url, started)
        for exchange in self._recorder.remembered(target.host):
            self._remember(exchange, exchange.moment.timestamp() if exchange.moment else 0.0)

    def attach(self, reload: Callable[[], None]) -> None:
        """
        Take the function that makes what is served anew.
        """
        self._reload = BackgroundReload(lambda: self._reloaded(reload), self._say_once)

    def mounted(self, api: Api) -> Api:
        """
        Return an API as the upstream has it, with the recordings of the folder.
        """
        if api != self._declared:
            self._declared = api
            self.api = self.judge.api = placed(api, self._settings).api
            self._queries = CountingQueries(self.api)
        return self.api

    def writes(self, place: Path) -> bool:
        """
        Return whether a file or folder is one of those into which answers are recorded.
        """
        return self._recorder.writes(place)

    def answer(self, request: Request, standby: Standby) -> Answered:
        """
        Answer from what is remembered and fresh, else from the upstream, else from the mock.
        """
        self._spending.begin()
        incoming = self._incoming(request, standby)
        answered = self._genuine(incoming) if incoming else None
        if answered is None:
            opens = inf if self._quota.open else self._quota.opens
            until = self._asked_again(incoming.wanted) if incoming else opens
            if self._reload.behind:
                self._reload.wait()
            answered = replace(standby.answered(), source=AnswerSource("grown", until=until))
        if answered.source:
            self._count(answered.source.kind)
        return answered

    def recall(self, source: AnswerSource) -> str | None:
        """
        Return what the header says of an answer that is given again; None if it must be asked for anew.
        """
        if self._reload.behind or self.clock.steady() >= source.until:
            return None
        self._count(source.kind)
        return source.value(self.clock.now()) if source.kind == "recorded" else source.kind

    def describe(self) -> Mapping[str, Any]:
        """
        Return what a page shows: how many answers came from where, the quota, the findings.
        """
        with self._lock:
            answers = {kind: self._counts[kind] for kind in ("upstream", "recorded", "grown")}
        place = {"target": self.place.target.url, "folder": str(self._settings.folder)}
        return {**place, "answers": answers, **self._quota.describe(), **self.judge.describe()}

    def settle(self) -> None:
        """
        Wait until the planner's part is spent, and all that was seen is served and judged.
        """
        self._spending.wait()
        self._reload.wait()
        self.judge.settle()

    def close(self) -> None:
        """
        Ask nothing more, and wait for what was asked.
        """
        self._asker.close()
        self._spending.stop()
        self.settle()

    def _incoming(self, request: Request, standby: Standby) -> IncomingRequest | None:
        """
        Return a request with what it asks of the upstream; None if the mock alone answers it.
        """
        if request.method != "GET" or self._settings.mocks(request.path):
            return None
        sent = sent_to(self.place.target.url, request)
        if not self._quota.open and not self._known(sent):
            return None
        admitted = standby.admitted()
        wanted = self._wanted(sent, admitted.form) if admitted else None
        return IncomingRequest(request, wanted, admitted.mock, standby.answered) if wanted and admitted else None

    def _wanted(self, sent: Exchange, form: str) -> Wanted | None:
        known = self._memory.get(sent.url) if form == "json" else None
        if known is not None:
            return known.wanted
        wanted = wanted_of(self.api, sent)
        if wanted is not None:
            self._queries.note(sent, wanted)
        return wanted

    def _known(self, sent: Exchange) -> bool:
        """
        Return whether what is remembered may decide a request that cannot be sent, as far as that is seen at once.
        """
        if not self._memory.knows(sent.url):
            return False
        group = None if self._memory.get(sent.url) else self._queries.group(sent)
        return group is None or decidable(group, page_asked(self.api, sent), self._memory)

    def _genuine(self, incoming: IncomingRequest) -> Answered | None:
        wanted = incoming.wanted
        passing, known = self._settings.passes(incoming.request.path), self._memory.get(wanted.url)
        found = None if passing else self._from_memory(incoming, known)
        if found is not None:
            return found
        exchange = self._from_upstream(wanted, _WITH_STALE if known and not passing else self._settings.timeout)
        if exchange is not None:
            return self._shown(incoming, exchange, AnswerSource("upstream"))
        if known is not None:
            return self._shown(incoming, known.exchange, self._recorded(wanted, known.received))
        return self._shared(incoming, fresh=False)

    def _from_memory(self, incoming: IncomingRequest, known: Genuine | None) -> Answered | None:
        now = self.clock.now()
        if known is None or now >= known.expires:
            return self._shared(incoming, fresh=True)
        return self._shown(
            incoming, known.exchange, self._recorded(incoming.wanted, known.received, known.expires - now)
        )

    def _shown(self, incoming: IncomingRequest, exchange: Exchange, source: AnswerSource) -> Answered | None:
        """
        Return a genuine answer as the mock hands it on; in another form than JSON the mock writes it, if it can.
        """
        api, origin, request = self.api, self.place.target.url, incoming.request
        if incoming.wanted.as_json:
            mock = incoming.mock
            answer = mock.pipeline.finish(mock.site, request, handed_on(api, origin, exchange, request))
            return Answered(mock, replace(answer, remembered=source.kind == "recorded"), source)
        answered = incoming.agreeing(
            api, origin, self._reload, lambda mocked: bool(json_of(mocked) == json_of(exchange))
        )
        return replace(answered, source=source) if answered else None

    def _from_upstream(self, wanted: Wanted, seconds: float) -> Exchange | None:
        if wanted.url in self._failed:
            return None
        future: Future[Exchange | None] | None = self._asker.ask(wanted, JSON)
        if future is None:
            return None
        try:
            exchange = future.result(seconds)
        except TooSlow:
            return None
        return exchange if exchange is not None and wanted.url not in self._failed else None

    def _shared(self, incoming: IncomingRequest, *, fresh: bool) -> Answered | None:
        """
        Return the mock's answer where genuine ones to other requests decide it.
        """
        wanted, now = incoming.wanted, self.clock.now()
        candidates = self._candidates(wanted)
        usable = [each for each in candidates if now < each.expires] if fresh else candidates
        if not usable or (not fresh and all(now < each.expires for each in usable)):
            # Nothing is known, or the fresh ones have decided nothing before.
            return None
        same = (each for each in usable if each.wanted.group == wanted.group)
        page = next((each for each in same if within(wanted.parsed, each)), None)
        rows = crawled(usable) if page is None else None
        if page is None and rows is None:
            return None
        answered = incoming.agreeing(
            self.api,
            self.place.target.url,
            self._reload,
            lambda mocked: (
                same_rows(self.api, wanted, mocked, page) if page else selected(self.api, wanted, mocked, rows or ())
            ),
        )
        if answered is None:
            return None
        used = [page] if page else usable
        left = min(each.expires for each in used) - now
        return replace(answered, source=self._recorded(wanted, min(each.received for each in used), left))

    def _candidates(self, wanted: Wanted) -> list[Genuine]:
        """
        Return the answers that may decide a request: to the same question, or else all pages of the whole list.
        """
        same = self._memory.group(wanted.group)
        if wanted.parsed.route.kind != "list" or any(within(wanted.parsed, each) for each in same):
            return same
        return self._memory.group(whole_list(wanted.group))

    def _recorded(self, wanted: Wanted, received: float, left: float = 0.0) -> AnswerSource:
        return AnswerSource("recorded", received, self.clock.steady() + left if left > 0 else self._asked_again(wanted))

    def _asked_again(self, wanted: Wanted) -> float:
        """
        Return when the upstream may be asked for something, by the clock that nobody sets.
        """
        return max(self._quota.opens, self._failed.until(wanted.url))

    def _take(self, wanted: Wanted, exchange: Exchange) -> None:
        """
        Judge, record and remember an answer of the upstream.
        """
        self.judge.add(exchange)
        new = False
        try:
            new, failed = self._recorder.keep(exchange)
        except (ApiContractError, OSError) as error:
            failed = None
            self._say_once(f"answers of the upstream are not recorded: {error}", "not recorded")
        unreadable = (failed is not None and failed.kind == "unreadable") or json_of(exchange) is NO_JSON
        if unreadable or exchange.status not in _USABLE:
            reason = failed.reason if failed else "no JSON"
            advice = token_wanted(self.api) if exchange.status in _SIGNED_IN_ALONE else ""
            self._failed.add(wanted.url)
            told = f"{redacted_url(wanted.url)}: {reason}; the mock answers instead{'; ' * bool(advice)}{advice}"
            self._say_once(told, reason)
            return
        self._failed.remove(wanted.url)
        self._remember(exchange, self.clock.now())
        if new:
            self._reload.need()

    def _take_spent(self, exchange: Exchange) -> None:
        """
        Judge an answer for which the planner has asked, and take it as any other if clients ask so, too.
        """
        wanted = wanted_again(self.api, exchange)
        plain = exchange.method == "GET" and "json" in (exchange.header("Content-Type") or "")
        if wanted is not None and plain and exchange.status in _USABLE and json_of(exchange) is not NO_JSON:
            self._take(wanted, exchange)
        else:
            self.judge.add(exchange)

    def _remember(self, exchange: Exchange, received: float) -> None:
        wanted = wanted_again(self.api, exchange)
        if wanted is not None:
            fresh = lifetime(exchange, self._settings.fresh)
            self._memory.put(Genuine(self.api, wanted, exchange, received, fresh))

    def _reloaded(self, reload: Callable[[], None]) -> None:
        """
        Make what is served anew, and forget the answers that newer ones contradict.
        """
        reload()
        exchanges = recordings_of(self.api)
        outdated = recorded_data(self.api, self.api.hosts[self.api.default_host], exchanges).outdated
        bodies = {(each.url, each.body) for each in exchanges if each.source in outdated}
        self._memory.forget(lambda each: (each.wanted.url, each.exchange.body) in bodies)

    def _client(self, cache: AnswerCache, requests: int = _UNBOUNDED) -> Client:
        target = self.place.target
        return Client(
            target,
            budget=Budget(requests),
            ledger=self._ledger,
            cache=cache,
            clock=self.clock,
            token=token_for(target, self.api, self._settings.token_hosts, self._say_once),
            timeout=self._settings.timeout,
            attempts=1,
            share=self._settings.share,
        )

    def _count(self, kind: str) -> None:
        with self._lock:
            self._counts[kind] += 1

    def _say_once(self, sentence: str, about: str = "") -> None:
        if (about or sentence) not in self._said:
            self._said.add(about or sentence)
            self._report(sentence)

    def _tell(self, finding: Finding) -> None:
        place = f" at {finding.places[0].new}" if finding.places and finding.places[0].new else ""
        self._report(f"{finding.level}: {finding.rule}: {finding.message}{place}")
        for line in finding.curl:
            self._report(f"  {line}")
