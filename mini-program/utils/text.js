/*
 * What people read.
 */
const FAILURES = {
  network_error: '网络不通，请检查网络后再试',
  invalid_response: '网络异常，请检查网络连接',
  wx_login_failed: '微信登录没有成功，请稍后再试',
  mock_code: '开发者工具没有真实的 AppID，请改用测试号',
  single_page: '请点“前往小程序”后再使用',
  unreadable_file: '无法读取图片，请重新选择',
  temporarily_unavailable: '服务繁忙，请稍后再试',
  server_error: '服务出错了，请稍后再试',
  access_denied: '登录被拒绝，账号可能已停用，请联系商家',
  invalid_grant: '微信登录没有成功，请再试一次',
  invalid_token: '登录已失效，请重新打开小程序',
  insufficient_scope: '没有使用此功能的权限',
  logged_out: '请先登录',
  invalid_request: '小程序出错了，请联系商家',
  invalid_client: '小程序未获授权，请联系商家',
  unauthorized_client: '小程序未获授权，请联系商家',
  unsupported_grant_type: '小程序未获授权，请联系商家',
  invalid_scope: '小程序未获授权，请联系商家',
  invalid_target: '小程序未获授权，请联系商家'
}

const STATUSES = {
  400: '提交的内容不符合要求，请修改后再试',
  401: '登录已失效，请重新打开小程序',
  403: '没有使用此功能的权限',
  404: '内容不存在，可能已被删除',
  408: '网络太慢，请稍后再试',
  409: '情况有变，请重新打开小程序后再试',
  413: '提交的内容太大，请减少后再试',
  415: '不支持这种内容，请更换后再试',
  429: '操作太频繁，请稍后再试'
}

// By the errCode of wx.requestVirtualPayment.
const PAYMENTS = {
  '1001': '小程序出错了，请联系商家',
  '-1': '支付没有成功，请再试一次',
  '-2': '支付已取消',
  '-4': '微信拦截了这笔支付，请稍后再试',
  '-5': '没有收到支付结果，请稍后查看',
  '-15001': '小程序出错了，请联系商家',
  '-15002': '订单已失效，请再试一次',
  '-15003': '微信繁忙，请稍后再试',
  '-15004': '小程序出错了，请联系商家',
  '-15005': '登录已失效，请重新打开小程序',
  '-15006': '小程序出错了，请联系商家',
  '-15007': '登录已失效，请重新打开小程序',
  '-15008': '商家暂时不能收款，请联系商家',
  '-15009': '商品没有上架，请联系商家',
  '-15010': '商品没有上架，请联系商家',
  '-15011': '小程序出错了，请联系商家',
  '-15012': '订单已关闭，请再试一次',
  '-15013': '商品价格有变，请联系商家',
  '-15014': '商品刚上架，请十分钟后再试',
  '-15016': '小程序出错了，请联系商家',
  '-15017': '商家暂时不能收款，请联系商家',
  '-15018': '商品没有上架，请联系商家',
  '-15019': '商家暂时不能收款，请联系商家',
  '-15020': '操作太频繁，请稍后再试',
  '-15021': '操作太频繁，请稍后再试'
}

const FIELDS = {
  nickname: '昵称最多 64 个字，不能换行',
  gender: '性别最多 32 个字，不能换行',
  birthdate: '生日须在 1900 年至今天之间',
  'address.formatted': '地址最多 300 个字，不能含特殊符号',
  bio: '简介最多 500 个字，不能含特殊符号',
  email: '邮箱格式不正确，请修改',
  slot: '请选择未来 60 天内的整点或半点'
}

const WRONG_CONTENT = 400
const UNKNOWN = '操作失败，请稍后再试'

// auth.js has waited as long as that before it gave up.
const SHORT_WAIT = 8

const twoDigits = number => (number < 10 ? '0' : '') + number

/** Writes an instant (ISO 8601) in the time of this phone. */
function time(instant) {
  const date = new Date(instant)
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ` +
    `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/** Writes an amount of fen in yuan. */
function price(fen) {
  return `¥${(fen / 100).toFixed(2)}`
}

/** Returns the member of what was sent that a service holds to be wrong (RFC 9457). */
function fieldOf(failure) {
  const data = failure.response && failure.response.data
  const errors = data && Array.isArray(data.errors) ? data.errors : []
  return errors.length > 0 && errors[0] ? errors[0].field : undefined
}

function wait(failure) {
  const seconds = failure.retryAfter
  if (!(seconds > SHORT_WAIT) || failure.statusCode !== 429 && failure.statusCode !== 503) {
    return undefined
  }
  return `请 ${seconds < 100 ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds / 60)} 分钟`}后再试`
}

const textOf = (texts, name) => Object.prototype.hasOwnProperty.call(texts, name) ? texts[name] : undefined

/**
 * Says what went wrong and what to do. The descriptions of provider and services are for developers.
 *
 * @param {any} reason what a promise was rejected with
 * @param {Record<string, string>} [own] what an error or a status means where it happened
 * @returns {string}
 */
function explain(reason, own) {
  const failure = reason || {}
  const { error, statusCode, errCode } = failure
  const here = own || {}
  return textOf(here, error) || textOf(PAYMENTS, errCode) || wait(failure) || textOf(FAILURES, error) || textOf(here, statusCode) ||
    (statusCode === WRONG_CONTENT ? textOf(FIELDS, fieldOf(failure)) : undefined) || textOf(STATUSES, statusCode) ||
    (statusCode >= 500 ? FAILURES.server_error : UNKNOWN)
}

/**
 * Shows for a while what explain says.
 *
 * @param {any} failure
 * @param {Record<string, string>} [own]
 */
function tell(failure, own) {
  say(explain(failure, own))
}

function say(title) {
  wx.showToast({ title, icon: 'none', duration: 3000 })
}

module.exports = { time, price, fieldOf, explain, tell, say }
