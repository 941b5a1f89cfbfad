using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>Purposes as addresses and forms write them, which is as JSON does.</summary>
internal static class PurposeNames
{
    /// <summary>What a text must be.</summary>
    public const string Pattern = "^(train|evaluate)$";

    /// <summary>Reads one; null where none is named.</summary>
    /// <exception cref="PrclRequestException">It is none.</exception>
    public static ImagePurpose? Read(string? text) => text switch
    {
        null => null,
        "train" => ImagePurpose.Train,
        "evaluate" => ImagePurpose.Evaluate,
        _ => throw new PrclRequestException($"purpose is {Printable.Quoted(text)}; it must be train or evaluate.") { Code = RequestErrorCode.BadValue },
    };
}
