using Prcl.Contracts;

namespace Prcl.Silo.Http.Api.Errors;

/// <summary>Every kind of error that the API answers.</summary>
internal static class ApiErrors
{
    /// <summary>The request can't be read.</summary>
    public static readonly ApiError BadRequest = new("bad-request", 400, "The request can't be carried out as it stands");

    /// <summary>No key, or none that is good.</summary>
    public static readonly ApiError NoKey = new("no-key", 401, "A key is needed");

    /// <summary>The key is for something else.</summary>
    public static readonly ApiError WrongScope = new("wrong-scope", 403, "The key is for something else");

    /// <summary>A page of another origin calls.</summary>
    public static readonly ApiError WrongOrigin = new("wrong-origin", 403, "Pages of other origins may not call");

    /// <summary>The silo has another name.</summary>
    public static readonly ApiError WrongHost = new("wrong-host", 421, "The silo has no such name");

    /// <summary>No such route.</summary>
    public static readonly ApiError NoSuchRoute = new("no-such-route", 404, "There is nothing at this address");

    /// <summary>The route knows no such method.</summary>
    public static readonly ApiError WrongMethod = new("wrong-method", 405, "The address knows no such method");

    /// <summary>Something else was expected to be there.</summary>
    public static readonly ApiError PreconditionFailed = new("precondition-failed", 412, "It has changed since it was looked at");

    /// <summary>More bytes than the route takes.</summary>
    public static readonly ApiError BodyTooLarge = new("body-too-large", 413, "The body is too large");

    /// <summary>A type of body that the route doesn't take.</summary>
    public static readonly ApiError UnsupportedType = new("unsupported-type", 415, "The body is of a type that isn't taken");

    /// <summary>The bytes hash to another name.</summary>
    public static readonly ApiError WrongHash = new("wrong-hash", 422, "The content has another hash than its address");

    /// <summary>More requests than a key may make.</summary>
    public static readonly ApiError TooManyRequests = new("too-many-requests", 429, "The key has made more requests than it may");

    /// <summary>A bug; the log has it.</summary>
    public static readonly ApiError Internal = new("internal", 500, "The silo has failed");

    /// <summary>The cluster doesn't answer.</summary>
    public static readonly ApiError ClusterUnavailable = new("cluster-unavailable", 503, "The cluster doesn't answer now");

    private static readonly Dictionary<RequestErrorCode, ApiError> ByCode = new()
    {
        [RequestErrorCode.Unspecified] = BadRequest,
        [RequestErrorCode.BadValue] = new("bad-value", 400, "A value breaks its rule"),
        [RequestErrorCode.NotAllowed] = new("not-allowed", 403, "The cluster doesn't allow it"),
        [RequestErrorCode.NoSuchRun] = new("no-such-run", 404, "There is no such run"),
        [RequestErrorCode.NoSuchVersion] = new("no-such-version", 404, "The run keeps no such version"),
        [RequestErrorCode.NoSuchClass] = new("no-such-class", 404, "The run has no such class"),
        [RequestErrorCode.NoSuchImage] = new("no-such-image", 404, "The run has no such image or label"),
        [RequestErrorCode.NoSuchSilo] = new("no-such-silo", 404, "There is no such silo"),
        [RequestErrorCode.RunExists] = new("run-exists", 409, "There is another run of that name"),
        [RequestErrorCode.LimitReached] = new("limit-reached", 409, "There are as many as there may be"),
        [RequestErrorCode.Overtaken] = new("overtaken", 409, "Somebody else was faster"),
        [RequestErrorCode.NothingToMeasure] = new("nothing-to-measure", 409, "The run has no images to measure with"),
        [RequestErrorCode.OtherPurpose] = new("other-purpose", 409, "The run has this image for the other purpose"),
        [RequestErrorCode.OtherDomain] = new("other-domain", 409, "The run has this image in another domain"),
        [RequestErrorCode.DamagedRun] = new("damaged-run", 409, "What was stored of the run is damaged"),
        [RequestErrorCode.ImageTooLarge] = new("image-too-large", 413, "The image is too large"),
        [RequestErrorCode.NotAnImage] = new("not-an-image", 415, "The bytes are no picture"),
        [RequestErrorCode.DamagedImage] = new("damaged-image", 422, "The picture is damaged"),
        [RequestErrorCode.ImageTooSmall] = new("image-too-small", 422, "The image is too small"),
        [RequestErrorCode.BadLabel] = new("bad-label", 422, "The label doesn't fit"),
        [RequestErrorCode.Busy] = new("busy", 503, "The silo has as much to do as it takes"),
        [RequestErrorCode.StorageUnavailable] = new("storage-unavailable", 503, "The storage doesn't answer now"),
        [RequestErrorCode.OutOfRoom] = new("out-of-room", 507, "The storage has little room left"),
        [RequestErrorCode.OverQuota] = new("over-quota", 507, "The run has as many images as it may"),
    };

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ApiError> All { get; } =
    [
        NoKey, WrongScope, WrongOrigin, WrongHost, NoSuchRoute, WrongMethod, PreconditionFailed, BodyTooLarge, UnsupportedType, WrongHash,
        TooManyRequests, Internal, ClusterUnavailable, .. ByCode.Values,
    ];

    /// <summary>The kind of a refusal; one from a newer silo, whose code isn't known here, is a bad request.</summary>
    public static ApiError Of(RequestErrorCode code) => ByCode.GetValueOrDefault(code, BadRequest);

    /// <summary>The kind of what only has a status: ASP.NET Core's own refusals.</summary>
    public static ApiError Of(int status) => All.FirstOrDefault(e => e.Status == status) is { } same
        ? status switch { 404 => NoSuchRoute, 413 => BodyTooLarge, 415 => UnsupportedType, _ => same }
        : status >= 500 ? Internal : BadRequest;
}
