"""Why a shop outside is told no."""

from models.refusal import Refusal


class SignatureMissing(Refusal):
    """The request carries no signature that could be read."""

    code = "channel.signature_missing"


class SignatureWrong(Refusal):
    """The key is unknown or retired, or the signature is another's; these look the same."""

    code = "channel.signature_wrong"


class ClockSkewed(Refusal):
    """The request was signed too long ago, or in the future; `now` is our time in seconds."""

    code = "channel.clock_skewed"


class Replayed(Refusal):
    """A request with this nonce was heard before."""

    code = "channel.replayed"


class ChannelClosed(Refusal):
    """The channel is closed."""

    code = "channel.closed"


class StoreNotListed(Refusal):
    """The channel may not name this store."""

    code = "channel.store_not_listed"


class OrderDiffers(Refusal):
    """The channel used this number before for something else."""

    code = "channel.order_differs"


class ChannelOrderUnknown(Refusal):
    """The channel never told of an order with this number."""

    code = "channel.order_unknown"


class PaymentUnknown(Refusal):
    """WeChat knows no such transaction of this store under our service provider."""

    code = "channel.payment_unknown"


class PaymentUnpaid(Refusal):
    """WeChat says that the transaction is not paid; `state` says what it is."""

    code = "channel.payment_unpaid"


class PaymentRefunded(Refusal):
    """Some of the transaction was refunded already."""

    code = "channel.payment_refunded"


class PaymentDiffers(Refusal):
    """WeChat says another amount or currency."""

    code = "channel.payment_differs"


class PaymentTooOld(Refusal):
    """The transaction was paid too long ago to be told of now."""

    code = "channel.payment_too_old"


class PaymentUnsplittable(Refusal):
    """The transaction was not placed for profit sharing, or not enough of it is left."""

    code = "channel.payment_unsplittable"


class PayerUnknown(Refusal):
    """WeChat does not name the payer under our own mini-program."""

    code = "channel.payer_unknown"


class TransactionUsed(Refusal):
    """The transaction is a bill of ours already."""

    code = "channel.transaction_used"


class CodeUnknown(Refusal):
    """There is no such code, it is for another amount, or it has expired."""

    code = "channel.code_unknown"


class CodeTaken(Refusal):
    """The code was taken before."""

    code = "channel.code_taken"


class TakingUnknown(Refusal):
    """The channel never took coupons under this number."""

    code = "channel.taking_unknown"


class KeysFull(Refusal):
    """A channel has at most two active keys; retire one first."""

    code = "channel.keys_full"
