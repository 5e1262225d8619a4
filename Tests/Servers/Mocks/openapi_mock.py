#!/usr/bin/env python3
"""Strict validating loopback mocks driven by the platforms' own machine-readable specs (in specs/ beside this file, or in $MOCK_SPECS).
With MOCK_STDIN=1 it ends when its standard input closes, so also when the tests crash.
  openapi_mock.py x:9101 discord:9102 telegram:9103 slack:9104 x2165:9105      (any subset; NAME:PORT, always 127.0.0.1)
Each request is checked against the spec (path, method, parameters, security header, body schema; plus: unknown query parameters,
unknown body keys). A bad one is answered in the platform's error shape and recorded. Each answer is spec-checked too.
Control: GET /_mock/violations  GET /_mock/log  POST /_mock/inject {..}  POST /_mock/fault {"status":429,"times":2,"headers":{},"delay":0,"drop":false,"path":"substr"}  POST /_mock/corrupt (spec-breaking answers)  POST /_mock/reset
"""
import base64, json, os, re, socket, sys, threading, time, urllib.parse, warnings
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from email.parser import BytesParser; from email.policy import HTTP as HTTP_POLICY
warnings.simplefilter('ignore')
from openapi_core import OpenAPI, Config
from openapi_core.testing import MockRequest, MockResponse
from werkzeug.datastructures import Headers, ImmutableMultiDict
SPECS = os.environ.get('MOCK_SPECS') or os.path.join(os.path.dirname(os.path.abspath(__file__)), 'specs')
iso = lambda: datetime.now(timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')
_sf = [int(time.time() * 1000) << 22]; _lk = threading.Lock()
def snowflake(epoch=1288834974657):
    with _lk: _sf[0] = max(_sf[0] + 1, (int(time.time() * 1000) - epoch) << 22); return str(_sf[0])
_sf[0] = 0
# ------------------------------------------------------------------ spec loaders -> one OpenAPI 3.x dict
def load_x(f='x-openapi.json'): return json.load(open(f'{SPECS}/{f}')), ''
def load_discord(): return json.load(open(f'{SPECS}/discord-openapi.json')), '/api/v10'
def load_telegram():
    t = json.load(open(f'{SPECS}/telegram-api.json')); B = {'Integer': {'type': 'integer'}, 'String': {'type': 'string'}, 'Boolean': {'type': 'boolean'}, 'Float': {'type': 'number'}, 'InputFile': {'type': 'string'}}
    def ty(n):
        if n.startswith('Array of '): return {'type': 'array', 'items': alt(re.split(r', | and | or ', n[9:]) if not n[9:].startswith('Array') else [n[9:]])}
        return B.get(n) or {'$ref': f'#/components/schemas/{n}'}
    def alt(ns): return ty(ns[0]) if len(ns) == 1 else {'anyOf': [ty(n) for n in ns]}
    def obj(fs, strict=True): return {'type': 'object', 'properties': {f['name']: alt(f['types']) for f in fs}, 'required': [f['name'] for f in fs if f['required']], **({'additionalProperties': False} if strict else {})}
    S = {n: ({'anyOf': [{'$ref': f'#/components/schemas/{s}'} for s in x['subtypes']]} if x.get('subtypes') else obj(x.get('fields', []), False)) for n, x in t['types'].items() if n != 'InputFile'}
    err = {'description': 'e', 'content': {'application/json': {'schema': {'type': 'object', 'required': ['ok', 'error_code', 'description']}}}}
    P = {}
    for n, m in t['methods'].items():
        body = obj(m.get('fields', [])); body = {k: v for k, v in body.items() if k != 'required' or v}
        for pn, lim in (('text', 4096), ('caption', 1024)):          # limits that the prose states
            if pn in body['properties'] and n in ('sendMessage', 'editMessageText', 'sendPhoto', 'sendDocument'): body['properties'][pn] = {'type': 'string', 'maxLength': lim, 'minLength': 1 if pn == 'text' else 0}
        P['/bot{token}/' + n] = {'post': {'operationId': n, 'parameters': [{'name': 'token', 'in': 'path', 'required': True, 'schema': {'type': 'string', 'pattern': r'^\d+:[\w-]{10,}$'}}],
            'requestBody': {'required': bool(body.get('required')), 'content': {'application/json': {'schema': body}}},
            'responses': {'200': {'description': 'ok', 'content': {'application/json': {'schema': {'type': 'object', 'required': ['ok', 'result'], 'properties': {'ok': {'type': 'boolean'}, 'result': alt(m['returns'])}}}}}, 'default': err}}}
    return {'openapi': '3.1.0', 'info': {'title': t['version'], 'version': t['version']}, 'paths': P, 'components': {'schemas': S}}, ''
def load_slack():      # archived (2021) swagger 2.0; form parameters -> JSON/form body; token header -> bearer
    d = json.load(open(f'{SPECS}/slack-swagger2.json')); P = {}
    KNOWN_NEWER = {'chat.postMessage': {'client_msg_id': {'type': 'string'}, 'metadata': {}, 'markdown_text': {'type': 'string'}}}
    def fix(s):
        if isinstance(s, list): return [fix(x) for x in s]
        if not isinstance(s, dict): return s
        s = {k: fix(v) for k, v in s.items() if not k.startswith('x-') and k != 'example'}
        if isinstance(s.get('$ref'), str): s['$ref'] = s['$ref'].replace('#/definitions/', '#/components/schemas/')
        if isinstance(s.get('items'), list): s['items'] = {'anyOf': s['items']} if s['items'] else {}
        return s
    for p, pi in d['paths'].items():
        for m, o in pi.items():
            ps = o.get('parameters', []); q = [x for x in ps if x['in'] == 'query' and x['name'] != 'token']; fd = [x for x in ps if x['in'] == 'formData' and x['name'] != 'token']
            sch = lambda x: {k: x[k] for k in ('type', 'enum', 'items') if k in x}
            loose = lambda x: {} if x['name'] in ('blocks', 'attachments', 'metadata', 'view') else ({'anyOf': [sch(x), {'type': 'string'}]} if x.get('type') in ('boolean', 'integer', 'number') else {'anyOf': [sch(x), {'type': 'number'}]} if x['name'] == 'ts_' else sch(x))
            op = {'operationId': o['operationId'], 'parameters': [{'name': x['name'], 'in': 'query', 'required': bool(x.get('required')), 'schema': sch(x)} for x in q], 'responses': {}}
            if fd or m == 'post':
                body = {'type': 'object', 'properties': {x['name']: loose(x) for x in fd} | KNOWN_NEWER.get(p[1:], {}), 'additionalProperties': False, **({'required': r} if (r := [x['name'] for x in fd if x.get('required')]) else {})}
                op['requestBody'] = {'required': bool(body.get('required')), 'content': {'application/json': {'schema': body}}}
            for c, r in o['responses'].items(): op['responses'][c] = {'description': 'r', 'content': {'application/json': {'schema': fix(r.get('schema', {}))}}}
            P.setdefault('/api' + p, {})[m] = op
            if m == 'get' : P['/api' + p].setdefault('post', {**{k: v for k, v in op.items() if k != 'parameters'}, 'requestBody': {'content': {'application/json': {'schema': {'type': 'object', 'additionalProperties': False, 'properties': {x['name']: loose(x) for x in q}}}}}})   # Slack takes every read by POST form too
    return {'openapi': '3.1.0', 'info': {'title': 'Slack', 'version': d['info']['version']}, 'paths': P, 'components': {'schemas': fix(d['definitions'])}}, ''
# ------------------------------------------------------------------ example generator
class Gen:
    def __init__(s, spec): s.spec = spec
    def deref(s, x):
        while '$ref' in x:
            y = s.spec
            for k in x['$ref'][2:].split('/'): y = y[k.replace('~1', '/').replace('~0', '~')]
            x = {**y, **{k: v for k, v in x.items() if k != '$ref' and False}}
        return x
    def make(s, sc, depth=0, only_required=True):
        sc = s.deref(sc)
        for k in ('example', 'default', 'const'):
            if k in sc: return sc[k]
        if sc.get('enum'): return sc['enum'][0]
        if 'allOf' in sc:
            o = {}
            for p in sc['allOf']:
                v = s.make(p, depth + 1); o = {**o, **v} if isinstance(v, dict) else v
            return o
        for k in ('oneOf', 'anyOf'):
            if k in sc and 'properties' not in sc: return s.make(next((p for p in sc[k] if s.deref(p).get('type') != 'null'), sc[k][0]), depth + 1)
        t = sc.get('type'); t = next((x for x in t if x != 'null'), 'null') if isinstance(t, list) else t
        if t == 'object' or 'properties' in sc:
            req = sc.get('required', []); return {k: s.make(v, depth + 1) for k, v in sc.get('properties', {}).items() if k in req or (depth < 1)} if depth < 8 else {}
        if t == 'array': return [s.make(sc.get('items', {}), depth + 1) for _ in range(sc.get('minItems', 0))]
        if t == 'integer': return max(sc.get('minimum', 0), 0)
        if t == 'number': return sc.get('minimum', 0)
        if t == 'boolean': return False
        if t == 'null': return None
        f, p = sc.get('format'), sc.get('pattern', '')
        if f == 'date-time': return iso()
        if f == 'uri': return 'https://example.test/'
        if f == 'snowflake' or '[0-9]' in p: return '1' * max(1, sc.get('minLength', 1))
        return 'x' * max(1, sc.get('minLength', 1))
# ------------------------------------------------------------------ platform behaviour (state)
class Err(Exception):
    def __init__(s, status, body, headers=None): s.status, s.body, s.headers = status, body, headers or {}
class Plat:
    def __init__(s, name, spec, prefix): s.name, s.spec, s.prefix, s.gen = name, spec, prefix, Gen(spec); s.reset()
    def reset(s): s.msgs, s.sent, s.keys = [], [], {}
    def invalid(s, errs): return 400, {'errors': errs}
    def auth_ok(s, h): return True
    ops = {}
class X(Plat):
    ME = '1000000000000000001'
    def reset(s): super().reset(); s.dms = []; s.users = {s.ME: ('brand', 'Brand'), '2000000000000000002': ('customer', 'Customer')}; s.new = 'PostFieldsParameter' in s.spec['components'].get('parameters', {})
    def invalid(s, errs): return 400, {'errors': [{'message': e, 'parameters': {}} for e in errs], 'title': 'Invalid Request', 'detail': 'One or more parameters to your request was invalid.', 'type': f"https://api.{'x' if s.new else 'twitter'}.com/2/problems/invalid-request", **({'status': 400} if s.new else {})}
    def unauthorized(s): return 401, {'title': 'Unauthorized', 'type': 'about:blank', 'status': 401, 'detail': 'Unauthorized'}
    def auth_ok(s, h): return h.get('Authorization', '').startswith(('Bearer ', 'OAuth '))
    def inject(s, b):
        i = snowflake()
        if b.get('kind') == 'dm': s.dms.append({'id': i, 'event_type': 'MessageCreate', 'text': b['text'], 'sender_id': b.get('from', '2000000000000000002'), 'dm_conversation_id': b.get('conv', f"{s.ME}-{b.get('from', '2000000000000000002')}"), 'created_at': iso()})
        else: s.msgs.append({'id': i, 'text': b['text'], 'author_id': b.get('from', '2000000000000000002'), 'conversation_id': b.get('conv', i), 'created_at': iso(), 'in_reply_to_user_id': s.ME, 'lang': 'en', ('edit_history_post_ids' if s.new else 'edit_history_tweet_ids'): [i]})
        return {'id': i}
    def flds(s, q, base, *names):
        want = set(base)
        for n in names: want |= set(','.join(q.get(n, [])).split(','))
        return want
    def tl(s, q, rows, key='max_results'):
        n = int(q.get(key, ['10'])[0]); rows = sorted(rows, key=lambda r: int(r['id']), reverse=True)
        if 'since_id' in q: rows = [r for r in rows if int(r['id']) > int(q['since_id'][0])]
        if 'until_id' in q: rows = [r for r in rows if int(r['id']) < int(q['until_id'][0])]
        tok = q.get('pagination_token') or q.get('next_token'); at = int(base64.b32hexdecode(tok[0] + '=' * (-len(tok[0]) % 8))) if tok else 0
        page = rows[at:at + n]; meta = {'result_count': len(page)}
        if page: meta |= {'newest_id': page[0]['id'], 'oldest_id': page[-1]['id']}
        if at + n < len(rows): meta['next_token'] = base64.b32hexencode(str(at + n).encode()).decode().rstrip('=')
        return page, meta
    def op(s, oid, p, q, b, h):
        hist = 'edit_history_post_ids' if s.new else 'edit_history_tweet_ids'
        exp = set(','.join(q.get('expansions', [])).split(','))
        if oid in ('getUsersMe',): return 200, {'data': {'id': s.ME, 'name': 'Brand', 'username': 'brand'}}
        if oid in ('getUsersMentions', 'searchPostsRecent'):
            page, meta = s.tl(q, [m for m in s.msgs if m['author_id'] != s.ME])
            want = s.flds(q, {'id', 'text', hist}, 'tweet.fields', 'post.fields')
            if 'author_id' in exp: want.add('author_id')
            out = {'data': [{k: v for k, v in m.items() if k in want} for m in page], 'meta': meta}
            if not page: out.pop('data')                                       # X leaves data out when empty
            if 'author_id' in exp and page: out['includes'] = {'users': [{'id': u, 'name': s.users.get(u, ('u', 'U'))[1], 'username': s.users.get(u, ('u', 'U'))[0]} for u in {m['author_id'] for m in page}]}
            return 200, out
        if oid == 'createPosts':
            if not (b.get('text') or b.get('media') or b.get('poll')): raise Err(*s.invalid(['text: required unless media']))
            k = (b.get('text'), (b.get('reply') or {}).get('in_reply_to_tweet_id'))
            if k in s.keys: raise Err(403, {'detail': 'You are not allowed to create a Tweet with duplicate content.', 'type': 'about:blank', 'title': 'Forbidden', 'status': 403})
            i = snowflake(); s.keys[k] = i; s.sent.append({'id': i, **b}); return 201, {'data': {'id': i, 'text': b.get('text', ''), hist: [i]}}
        if oid == 'getDirectMessagesEvents':
            page, meta = s.tl(q, s.dms); meta.pop('newest_id', 0); meta.pop('oldest_id', 0); want = s.flds(q, {'id', 'text', 'event_type'}, 'dm_event.fields') | (exp & {'sender_id'})
            return 200, {**({'data': [{k: v for k, v in m.items() if k in want} for m in page]} if page else {}), 'meta': meta}
        if oid in ('createDirectMessagesByParticipantId', 'createDirectMessagesByConversationId'):
            i = snowflake(); s.sent.append({'dm': i, **p, **b}); return 201, {'data': {'dm_event_id': i, 'dm_conversation_id': p.get('dm_conversation_id') or f"{s.ME}-{p['participant_id']}"}}
class Discord(Plat):
    ME = '100000000000000001'
    def invalid(s, errs): return 400, {'message': 'Invalid Form Body', 'code': 50035, 'errors': {'_mock': {'_errors': [{'code': 'SPEC', 'message': e} for e in errs]}}}
    def unauthorized(s): return 401, {'message': '401: Unauthorized', 'code': 0}
    def auth_ok(s, h): return h.get('Authorization', '').startswith(('Bot ', 'Bearer '))
    def user(s, i, n, bot=False): return {**s.gen.make({'$ref': '#/components/schemas/UserResponse'}, 1), 'id': i, 'username': n, 'bot': bot, 'avatar': None, 'global_name': n, 'discriminator': '0'}
    def msg(s, ch, who, name, text, bot=False, **kw):
        return {**s.gen.make({'$ref': '#/components/schemas/MessageResponse'}, 1), 'id': snowflake(1420070400000), 'channel_id': ch, 'content': text, 'author': s.user(who, name, bot), 'timestamp': iso(), 'edited_timestamp': None, 'type': 0, **kw}
    def inject(s, b): m = s.msg(str(b.get('channel', '555')), str(b.get('from', '200000000000000002')), b.get('name', 'customer'), b['text']); s.msgs.append(m); return {'id': m['id']}
    def op(s, oid, p, q, b, h):
        if oid == 'get_my_user': return 200, {**s.gen.make({'$ref': '#/components/schemas/UserPIIResponse'}, 1), 'id': s.ME, 'username': 'brand', 'bot': True}
        if oid == 'list_messages':
            r = [m for m in s.msgs if m['channel_id'] == p['channel_id']]; n = int(q.get('limit', ['50'])[0])
            if 'after' in q: r = [m for m in r if int(m['id']) > int(q['after'][0])][:n]      # the n just after, still newest first
            elif 'before' in q: r = [m for m in r if int(m['id']) < int(q['before'][0])][-n:]
            else: r = r[-n:]
            return 200, r[::-1], {'X-RateLimit-Limit': '5', 'X-RateLimit-Remaining': '4', 'X-RateLimit-Reset-After': '1.0', 'X-RateLimit-Bucket': 'mock'}
        if oid == 'execute_webhook':
            if not any(b.get(k) for k in ('content', 'embeds', 'components', 'poll', 'attachments')): raise Err(400, {'message': 'Cannot send an empty message', 'code': 50006})
            m = s.msg('555', p['webhook_id'], 'replyd', b.get('content') or '', True); s.sent.append(b); return (200, m) if q.get('wait') == ['true'] else (204, None)
        if oid == 'create_message':
            if not any(b.get(k) for k in ('content', 'embeds', 'sticker_ids', 'components', 'poll', 'attachments')): raise Err(400, {'message': 'Cannot send an empty message', 'code': 50006})
            if len(b.get('content') or '') > 2000: raise Err(400, {'code': 50035, 'message': 'Invalid Form Body', 'errors': {'content': {'_errors': [{'code': 'BASE_TYPE_MAX_LENGTH', 'message': 'Must be 2000 or fewer in length.'}]}}})
            k = (p['channel_id'], str(b.get('nonce')))
            if b.get('enforce_nonce') and k in s.keys: return 200, s.keys[k]
            m = s.msg(p['channel_id'], s.ME, 'brand', b.get('content') or '', True, **({'nonce': b['nonce']} if b.get('nonce') is not None else {}), **({'message_reference': {'type': 0, 'channel_id': p['channel_id'], 'message_id': b['message_reference']['message_id']}, 'type': 19} if b.get('message_reference') else {}))
            s.keys[k] = m; s.msgs.append(m); s.sent.append(b); return 200, m
class Telegram(Plat):
    def reset(s): super().reset(); s.uid = 1000; s.ups = []; s.mid = 0; s.polling = 0; s.cv = threading.Condition()
    def invalid(s, errs): return 400, {'ok': False, 'error_code': 400, 'description': 'Bad Request: ' + '; '.join(errs)}
    def unauthorized(s): return 401, {'ok': False, 'error_code': 401, 'description': 'Unauthorized'}
    def inject(s, b):
        with s.cv:
            s.uid += 1; s.mid += 1; c = b.get('chat', 42); s.ups.append({'update_id': s.uid, 'message': {'message_id': s.mid, 'date': int(time.time()), 'from': {'id': b.get('from', 42), 'is_bot': False, 'first_name': 'Cust'}, 'chat': {'id': c, 'type': 'private', 'first_name': 'Cust'}, 'text': b['text']}}); s.cv.notify_all(); return {'update_id': s.uid}
    def op(s, oid, p, q, b, h):
        if oid == 'getMe': return 200, {'ok': True, 'result': {**s.gen.make({'$ref': '#/components/schemas/User'}, 1), 'id': 7, 'is_bot': True, 'first_name': 'Brand', 'username': 'brand_bot'}}
        if oid == 'getUpdates':
            with s.cv:
                if s.polling: raise Err(409, {'ok': False, 'error_code': 409, 'description': 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'})
                s.polling = 1
                try:
                    o = b.get('offset', 0)
                    if o < 0: s.ups = s.ups[o:]
                    elif o: s.ups = [u for u in s.ups if u['update_id'] >= o]
                    if not s.ups and b.get('timeout'): s.cv.wait(min(b['timeout'], 50))
                    return 200, {'ok': True, 'result': s.ups[:b.get('limit', 100)]}
                finally: s.polling = 0
        if oid == 'sendMessage':
            if b['chat_id'] == 403: raise Err(403, {'ok': False, 'error_code': 403, 'description': 'Forbidden: bot was blocked by the user'})
            s.mid += 1; s.sent.append(b); return 200, {'ok': True, 'result': {'message_id': s.mid, 'date': int(time.time()), 'chat': {'id': b['chat_id'] if isinstance(b['chat_id'], int) else 1, 'type': 'private'}, 'from': {'id': 7, 'is_bot': True, 'first_name': 'Brand'}, 'text': b['text']}}
class Slack(Plat):
    def invalid(s, errs): return 200, {'ok': False, 'error': 'invalid_arguments', 'response_metadata': {'messages': ['[ERROR] ' + e for e in errs]}}
    def unauthorized(s): return 200, {'ok': False, 'error': 'not_authed'}
    def auth_ok(s, h): return h.get('Authorization', '').startswith('Bearer xox')
    def ts(s): return '%.6f' % time.time()
    def inject(s, b): m = {'type': 'message', 'user': b.get('from', 'U222CUST2'), 'text': b['text'], 'ts': s.ts(), 'channel': b.get('channel', 'C111CHAN1'), **({'thread_ts': b['thread_ts']} if b.get('thread_ts') else {})}; s.msgs.append(m); return {'ts': m['ts']}
    def op(s, oid, p, q, b, h):
        a = {**{k: v[0] for k, v in q.items()}, **(b or {})}
        if oid == 'auth_test': return 200, {'ok': True, 'url': 'https://t.slack.com/', 'team': 'T', 'user': 'brand', 'team_id': 'T111TEAM1', 'user_id': 'U111BRND1', 'bot_id': 'B111BOTX1', 'is_enterprise_install': False}
        if oid in ('conversations_history', 'conversations_replies'):
            r = [{k: v for k, v in m.items() if k != 'channel'} for m in s.msgs if m['channel'] == a.get('channel') and (oid.endswith('history') or a.get('ts') in (m['ts'], m.get('thread_ts')))]
            if a.get('oldest'): r = [m for m in r if float(m['ts']) > float(a['oldest'])]
            n = int(a.get('limit', 100)); r = r[::-1]; return 200, {'ok': True, 'messages': r[:n], 'has_more': len(r) > n, 'pin_count': 0, 'channel_actions_ts': None, 'channel_actions_count': 0}
        if oid == 'chat_postMessage':
            if not (a.get('text') or a.get('blocks') or a.get('attachments')): return 200, {'ok': False, 'error': 'no_text'}
            m = {'type': 'message', 'text': a.get('text', ''), 'ts': s.ts(), 'user': 'U111BRND1', 'bot_id': 'B111BOTX1', 'team': 'T111TEAM1', 'channel': a['channel'], **({'thread_ts': a['thread_ts']} if a.get('thread_ts') else {})}
            s.msgs.append(m); s.sent.append(a); return 200, {'ok': True, 'channel': a['channel'], 'ts': m['ts'], 'message': {k: v for k, v in m.items() if k != 'channel'}}
PLATS = {'x': (X, load_x), 'x2165': (X, lambda: load_x('x-openapi-2.165.json')), 'discord': (Discord, load_discord), 'telegram': (Telegram, load_telegram), 'slack': (Slack, load_slack)}
# ------------------------------------------------------------------ the server
def unknown_keys(gen, sc, v, path=''):
    sc = gen.deref(sc)
    if isinstance(v, dict):
        alts = [gen.deref(a) for k in ('oneOf', 'anyOf', 'allOf') for a in sc.get(k, [])]; props = dict(sc.get('properties', {})); free = sc.get('additionalProperties') not in (None, False) or not (props or alts)
        for a in alts: props |= a.get('properties', {}); free = free or a.get('additionalProperties') not in (None, False)
        if not free:
            for k, x in v.items():
                if k not in props: yield f'{path}{k}: unknown property'
                else: yield from unknown_keys(gen, props[k], x, f'{path}{k}.')
    elif isinstance(v, list) and 'items' in sc:
        for i, x in enumerate(v): yield from unknown_keys(gen, sc['items'], x, f'{path}{i}.')
class Svc:
    def __init__(s, name):
        cls, ld = PLATS[name]; spec, s.prefix = ld(); s.spec = spec; s.oa = OpenAPI.from_dict({**spec, 'servers': [{'url': 'http://mock' + s.prefix}]}, config=Config(spec_validator_cls=None))
        s.p = cls(name, spec, s.prefix); s.log, s.bad, s.faults, s.corrupt = [], [], [], 0
        s.routes = [(re.compile('^' + re.sub(r'\\\{(\w+)\\\}', r'(?P<\1>[^/]+)', re.escape(s.prefix + p)) + '$'), p, pi) for p, pi in spec['paths'].items()]; s.routes.sort(key=lambda r: r[1].count('{'))
    def find(s, method, path):
        ms = [(m, p, pi) for rx, p, pi in s.routes if (m := rx.match(path))]
        for m, p, pi in ms:
            if method in pi: return {k: urllib.parse.unquote(v) for k, v in m.groupdict().items()}, p, pi, pi[method]
        return (None, ms[0][1], None, None) if ms else (None,) * 4
    def handle(s, method, raw, headers, body):
        u = urllib.parse.urlsplit(raw); q = urllib.parse.parse_qs(u.query, keep_blank_values=True); m = method.lower(); errs = []
        if s.p.name == 'telegram' and m == 'get': m = 'post'                                        # Telegram takes GET and POST alike
        params, tpl, pi, op = s.find(m, u.path)
        if op is None: s.bad.append({'request': f'{method} {raw}', 'errors': ['method not in spec' if tpl else 'path not in spec']}); return (405 if tpl else 404), ({'ok': False, 'error_code': 404, 'description': 'Not Found'} if s.p.name == 'telegram' else {'ok': False, 'error': 'unknown_method'} if s.p.name == 'slack' else {'message': '404: Not Found', 'code': 0, 'title': 'Not Found', 'status': 404}), {}
        if {} not in op.get('security', []) and not s.p.auth_ok(headers): s.bad.append({'request': f'{method} {raw}', 'errors': ['no usable Authorization']}); return *s.p.unauthorized(), {}
        ct = (headers.get('Content-Type') or '').split(';')[0].strip().lower(); b = None; data = body
        if s.p.name in ('telegram', 'slack'):                                                       # forms and query -> JSON by the schema
            b = {}
            sch = s.p.gen.deref(op.get('requestBody', {}).get('content', {}).get('application/json', {}).get('schema', {})).get('properties', {})
            def co(k, v):
                t = s.p.gen.deref(sch.get(k, {})); ts = {x.get('type') for x in map(s.p.gen.deref, t.get('anyOf', [t]))}
                if 'integer' in ts and re.fullmatch(r'-?\d+', v): return int(v)
                if 'boolean' in ts and v.lower() in ('true', 'false', '1', '0'): return v.lower() in ('true', '1')
                if ts & {'object', 'array', None} and 'string' not in ts:
                    try: return json.loads(v)
                    except ValueError: return v
                return v
            if s.p.name == 'telegram': b |= {k: co(k, v[-1]) for k, v in q.items()}; q = {}
            if ct == 'application/x-www-form-urlencoded': b |= {k: co(k, v[-1]) for k, v in urllib.parse.parse_qs(body.decode(), keep_blank_values=True).items()}; b.pop('token', 0) if s.p.name == 'slack' else 0
            elif ct == 'multipart/form-data':
                for part in BytesParser(policy=HTTP_POLICY).parsebytes(b'Content-Type: ' + headers['Content-Type'].encode() + b'\r\n\r\n' + body).iter_parts(): b[part.get_param('name', header='content-disposition')] = co(part.get_param('name', header='content-disposition'), part.get_content() if part.get_content_maintype() == 'text' else 'file')
            elif body and ct == 'application/json':
                try: b |= json.loads(body)
                except ValueError: errs.append('body is not JSON')
            elif body: errs.append(f'content type {ct!r} not taken')
            if q and m == 'post' and s.p.name == 'slack': b |= {k: v[-1] for k, v in q.items()}; q = {}
            data = json.dumps(b).encode() if op.get('requestBody') and (b or op['requestBody'].get('required')) else b''; oct = 'application/json'
        else:
            oct = ct
            if body:
                if ct == 'application/json':
                    try: b = json.loads(body)
                    except ValueError: errs.append('body is not JSON')
                elif not op.get('requestBody') : errs.append('body not taken here')
            if not op.get('requestBody'): data = b''
        if not errs:
            rq = MockRequest('http://mock', m, u.path, path_pattern=None, args=dict((k, v[0]) for k, v in q.items()), view_args=None, headers=dict(headers), data=data or None, content_type=oct or 'application/json')
            rq.parameters.query = ImmutableMultiDict([(k, x) for k, v in q.items() for x in v]); rq.parameters.header = Headers(list(headers.items()))
            try:
                for e in s.oa.iter_request_errors(rq):
                    if 'Security' in type(e).__name__: continue                                     # checked above (oauth2 schemes are not known to openapi-core)
                    c = e.__cause__ or e; nm = getattr(e, 'name', ''); det = [f"{nm}{'.' if nm and x.path else ''}{'/'.join(map(str, x.path))}: {x.message[-300:]}" for x in getattr(c, 'schema_errors', [])]
                    errs += det or [f'{type(e).__name__}: {str(e)[:200]} {str(c)[:200] if c is not e else ""}'.strip()]
            except Exception as e: errs.append(f'{type(e).__name__}: {e}')
            known = {p['name'] for p in (s.p.gen.deref(x) for x in op.get('parameters', []) + (pi.get('parameters') or [])) if p['in'] == 'query'}
            errs += [f'The query parameter [{k}] is not one of [{",".join(sorted(known))}]' for k in q if k not in known]
            sch = op.get('requestBody', {}).get('content', {}).get('application/json', {}).get('schema')
            if sch and isinstance(b, dict): errs += [e for e in unknown_keys(s.p.gen, sch, b) if not any(e.split(':')[0] in x for x in errs)]
        if errs: s.bad.append({'request': f'{method} {raw}', 'body': body[:500].decode('utf-8', 'replace'), 'errors': errs}); return *s.p.invalid(errs), {}
        try: r = s.p.op(op['operationId'], params, q, b or {}, headers)
        except Err as e: return e.status, e.body, e.headers
        h = {}
        if r is None:                                                                               # no behaviour written: an example made from the schema
            code = next((c for c in op['responses'] if c.startswith('2')), '200'); sc = op['responses'].get(code, {}).get('content', {}).get('application/json', {}).get('schema')
            r = (int(code), s.p.gen.make(sc) if sc else None); h['X-Mock'] = 'generated'
            if isinstance(r[1], dict) and r[1].get('ok') is False: r[1]['ok'] = True
        st, out, *x = r; h |= x[0] if x else {}
        if s.corrupt and isinstance(out, (dict, list)): s.corrupt -= 1; out = {'data': {'id': 5}, 'ok': 'no', 'result': 7} if isinstance(out, dict) else [{'id': 5}]
        if out is not None and st < 400:
            mr = MockRequest('http://mock', m, u.path, data=None); res = MockResponse(json.dumps(out).encode(), status_code=st, content_type='application/json'); bad = []
            try:
                for e in s.oa.iter_response_errors(mr, res): c = e.__cause__ or e; bad += [f"{'/'.join(map(str, z.path))}: {z.message}"[:200] for z in getattr(c, 'schema_errors', [])] or [f'{type(e).__name__} {e} {c}'[:200]]
            except Exception as e: bad = [f'{type(e).__name__} {e}'[:200]]
            h['X-Mock-Response'] = 'spec-valid' if not bad else 'INVALID ' + json.dumps(bad)[:400]
        return st, out, h
class H(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'; server_version = 'mock'
    def log_message(s, *a): pass
    def send(s, st, obj, hd=None):
        o = b'' if obj is None else json.dumps(obj, separators=(',', ':')).encode(); s.send_response(st)
        for k, v in ({'Content-Type': 'application/problem+json' if st >= 400 and isinstance(s.server.svc.p, X) else 'application/json'} | (hd or {})).items(): s.send_header(k, str(v))
        s.send_header('Content-Length', str(len(o))); s.end_headers(); s.wfile.write(o)
    def go(s):
        v = s.server.svc; n = int(s.headers.get('Content-Length') or 0); body = s.rfile.read(n) if n else b''
        if s.path.startswith('/_mock/'):
            w = s.path[7:]; b = json.loads(body) if body else {}
            if w == 'violations': return s.send(200, v.bad)
            if w == 'log': return s.send(200, {'log': v.log, 'sent': v.p.sent})
            if w == 'inject': return s.send(200, v.p.inject(b))
            if w == 'fault': v.faults += [b] * int(b.pop('times', 1)); return s.send(200, {'queued': len(v.faults)})
            if w == 'corrupt': v.corrupt = int(b.get('times', 1)); return s.send(200, {})
            if w == 'reset': v.log.clear(), v.bad.clear(), v.faults.clear(), v.p.reset(); return s.send(200, {})
            return s.send(404, {})
        f = next((f for f in v.faults if f.get('path', '') in s.path), None)
        if f:
            v.faults.remove(f); time.sleep(f.get('delay', 0))
            if f.get('drop') == 'after': v.handle(s.command, s.path, s.headers, body)               # done, but the answer is lost
            if f.get('drop'): s.close_connection = True; s.connection.shutdown(socket.SHUT_RDWR); return
            if f.get('status'): return s.send(f['status'], f.get('body', {'title': 'injected', 'message': 'injected', 'status': f['status'], 'ok': False, 'error_code': f['status'], 'description': 'injected', 'retry_after': 1}), f.get('headers', {}))
        t = time.time()
        try: st, out, h = v.handle(s.command, s.path, s.headers, body)
        except Exception as e: import traceback; traceback.print_exc(); st, out, h = 500, {'mock_bug': repr(e)}, {}
        v.log.append({'t': iso(), 'request': f'{s.command} {s.path}', 'status': st, 'ms': round((time.time() - t) * 1000, 1)}); s.send(st, out, h)
    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = go
class TS(ThreadingHTTPServer): daemon_threads = True; allow_reuse_address = True; request_queue_size = 128
if __name__ == '__main__':
    for a in sys.argv[1:]:
        name, port = a.split(':'); t = time.time(); srv = TS(('127.0.0.1', int(port)), H); srv.svc = Svc(name); threading.Thread(target=srv.serve_forever, daemon=True).start()
        print(f'{name} {srv.svc.spec["info"]["version"]} {len(srv.svc.routes)} paths on 127.0.0.1:{port} load_s={time.time() - t:.2f}', flush=True)
    import signal; signal.signal(signal.SIGTERM, lambda *a: sys.exit(0))
    if os.environ.get('MOCK_STDIN'): sys.stdin.read()
    else: signal.pause()
