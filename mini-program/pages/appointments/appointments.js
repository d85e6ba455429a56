const api = require('../../utils/api')
const text = require('../../utils/text')

const STATES = { BOOKED: '待确认', CONFIRMED: '已确认', CANCELLED: '已取消' }
const SERVICES = [
  { code: 'tea-tasting', name: '试茶' },
  { code: 'calligraphy-lesson', name: '书法课' },
  { code: 'gift-wrapping', name: '礼品包装' }
]
const DAY = 24 * 60 * 60 * 1000

// What the shop offers: full and half hours of the next 60 days.
const CLOCKS = [9, 10, 11, 12, 13, 14, 15, 16, 17]
  .reduce((clocks, hour) => clocks.concat([`${hour}:00`, `${hour}:30`]), /** @type {string[]} */ ([]))
const FURTHEST_DAY = 59

const dayOf = date => text.time(date).slice(0, 10)
const CONFLICT = 409
const SERVER_ERROR = 500

// Nobody knows whether it was done: there was no answer, or one of something in between. A login that fails has other errors.
const isUnanswered = ({ error, statusCode }) => error === 'network_error' || error === 'invalid_response' ||
  error === 'http_error' && statusCode >= SERVER_ERROR

Page({
  data: {
    services: SERVICES,
    service: 0,
    clocks: CLOCKS,
    clock: 2,
    first: '',
    last: '',
    date: '',
    items: /** @type {any[]} */ ([]),
    message: '',
    busy: false
  },

  page: 0,
  total: 0,

  onLoad() {
    const now = Date.now()
    this.setData({ first: dayOf(now), last: dayOf(now + FURTHEST_DAY * DAY), date: dayOf(now + DAY) })
  },

  onShow() {
    this.load(0)
  },

  onPullDownRefresh() {
    this.load(0).then(() => wx.stopPullDownRefresh())
  },

  onReachBottom() {
    if (this.data.items.length < this.total) {
      this.load(this.page + 1)
    }
  },

  chooseService(event) {
    this.setData({ service: Number(event.detail.value) })
  },

  chooseDate(event) {
    this.setData({ date: event.detail.value })
  },

  chooseClock(event) {
    this.setData({ clock: Number(event.detail.value) })
  },

  book() {
    const { services, service, date, clocks, clock } = this.data
    // Phones differ in which texts Date understands, so it gets numbers.
    const [year, month, day] = date.split('-').map(Number)
    const [hour, minute] = clocks[clock].split(':').map(Number)
    const slot = new Date(year, month - 1, day, hour, minute).toISOString()
    const wanted = { slot, service: services[service].code }
    this.setData({ busy: true })
    return api.book(wanted)
      .then(() => this.load(0))
      .catch(failure => this.explain(failure, wanted))
      .then(() => this.setData({ busy: false }))
  },

  // A lost answer may have been a yes, and then the slot is taken by the user's own appointment.
  explain(failure, wanted) {
    const unanswered = isUnanswered(failure)
    if (!unanswered && failure.statusCode !== CONFLICT) {
      return text.tell(failure)
    }
    if (!unanswered && text.fieldOf(failure) !== 'slot') {
      return text.say('未完成的预约太多，请先取消一个')
    }
    return api.appointmentsOn(wanted.slot.slice(0, 10)).then(({ items }) => {
      // Staff see everybody's, with whose they are.
      const own = items.some(item => item.status !== 'CANCELLED' && !item.user &&
        Date.parse(item.slot) === Date.parse(wanted.slot) && (!unanswered || item.service === wanted.service))
      if (!own) {
        return text.say(unanswered ? '预约没有成功，请检查网络后再试' : '这个时段已被预约，请换一个')
      }
      text.say(unanswered ? '预约成功' : '你已预约这个时段')
      return this.load(0)
    }, () => text.say(unanswered ? '没有收到回应，请稍后在列表中查看' : '这个时段已被预约，请换一个'))
  },

  cancel(event) {
    return api.cancel(event.currentTarget.dataset.id)
      .catch(text.tell)
      .then(() => this.load(0))
  },

  load(page) {
    return api.appointments(page).then(found => {
      this.page = page
      this.total = found.total
      const items = found.items.map(item => Object.assign({
        time: text.time(item.slot),
        state: STATES[item.status],
        purpose: (SERVICES.find(each => each.code === item.service) || { name: item.service }).name,
        open: item.status !== 'CANCELLED'
      }, item))
      const all = page === 0 ? items : this.data.items.concat(items)
      this.setData({ items: all, message: all.length === 0 ? '还没有预约' : '' })
    }).catch(failure => page === 0 ? this.setData({ items: [], message: text.explain(failure) }) : text.tell(failure))
  }
})
