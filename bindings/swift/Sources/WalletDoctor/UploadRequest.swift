import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension PendingUpload {
    /// The request to send `file` with, as it is. Nil if its address is none.
    public var request: URLRequest? {
        guard let url = URL(string: url), url.host != nil else { return nil }
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
        request.httpMethod = method
        for (name, value) in headers {
            request.setValue(value, forHTTPHeaderField: name)
        }
        #if canImport(Darwin)
            request.allowsExpensiveNetworkAccess = !unmeteredOnly
            request.allowsConstrainedNetworkAccess = !unmeteredOnly
        #endif
        return request
    }
}

/// How an upload ended, in the words of ``Doctor/uploadEnded(_:status:headers:)``.
struct UploadEnd: Equatable {
    var status: UInt16?
    var headers: [String: String]

    static let noAnswer = UploadEnd(status: nil, headers: [:])

    /// An answer from elsewhere is none: the system follows redirects of a session in the background, whatever one says, and
    /// where they lead nobody knows what support has.
    init(of response: URLResponse?, to asked: URL?) {
        guard let response = response as? HTTPURLResponse, let asked, response.url == asked,
            let status = UInt16(exactly: response.statusCode)
        else {
            self = .noAnswer
            return
        }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String {
                headers[name] = value
            }
        }
        self.init(status: status, headers: headers)
    }

    init(status: UInt16?, headers: [String: String]) {
        self.status = status
        self.headers = headers
    }
}
