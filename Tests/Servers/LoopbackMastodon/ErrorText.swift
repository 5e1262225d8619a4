/// The errors a client can meet, in the account's language: never in a fixed wording.
enum ErrorText: Sendable {
    case invalidToken, recordNotFound, parentNotFound, throttled, unavailable
    case blankText
    case tooLong(Int)
    case unknownVisibility, tooManyIDs, unreadableBody

    func text(_ locale: ServerOptions.Locale) -> String {
        switch locale {
        case .en: english
        case .de: german
        case .ja: japanese
        }
    }

    private var english: String {
        switch self {
        case .invalidToken: "The access token is invalid"
        case .recordNotFound: "Record not found"
        case .parentNotFound: "The post you are trying to reply to does not appear to exist."
        case .throttled: "Too many requests"
        case .unavailable: "We're sorry, but something went wrong on our end."
        case .blankText: "Validation failed: Text can't be blank"
        case .tooLong(let limit): "Validation failed: Text character limit of \(limit) exceeded"
        case .unknownVisibility: "Validation failed: Visibility is not included in the list"
        case .tooManyIDs: "Validation failed"
        case .unreadableBody: "Error occurred while parsing request parameters"
        }
    }

    private var german: String {
        switch self {
        case .invalidToken: "Der Zugriffstoken ist ungültig"
        case .recordNotFound: "Eintrag nicht gefunden"
        case .parentNotFound:
            "Der Beitrag, auf den du antworten möchtest, scheint nicht zu existieren."
        case .throttled: "Zu viele Anfragen"
        case .unavailable: "Bei uns ist etwas schiefgelaufen."
        case .blankText: "Gültigkeitsprüfung fehlgeschlagen: Text muss ausgefüllt werden"
        case .tooLong(let limit):
            "Gültigkeitsprüfung fehlgeschlagen: Text überschreitet \(limit) Zeichen"
        case .unknownVisibility:
            "Gültigkeitsprüfung fehlgeschlagen: Sichtbarkeit ist kein gültiger Wert"
        case .tooManyIDs: "Gültigkeitsprüfung fehlgeschlagen"
        case .unreadableBody: "Die Parameter der Anfrage sind nicht lesbar"
        }
    }

    private var japanese: String {
        switch self {
        case .invalidToken: "アクセストークンは無効です"
        case .recordNotFound: "見つかりません"
        case .parentNotFound: "返信先の投稿は存在しません。"
        case .throttled: "リクエストが多すぎます"
        case .unavailable: "サーバー側で問題が発生しました。"
        case .blankText: "バリデーションに失敗しました: 本文を入力してください"
        case .tooLong(let limit): "バリデーションに失敗しました: 本文は\(limit)文字までです"
        case .unknownVisibility: "バリデーションに失敗しました: 公開範囲は一覧にありません"
        case .tooManyIDs: "バリデーションに失敗しました"
        case .unreadableBody: "リクエストを解析できません"
        }
    }
}
