using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;

namespace Prcl.Contracts.Models;

/// <summary>Hands out model versions as safetensors files, piece by piece. A stateless worker. Key: the run's name.</summary>
[Alias("prcl.IModelFileGrain")]
public interface IModelFileGrain : IGrainWithStringKey
{
    /// <summary>The file of a version, by number or alias.</summary>
    /// <exception cref="PrclRequestException">No such run, or the run doesn't keep that version.</exception>
    [Alias("Describe"), ForClients]
    Task<ModelFile> Describe([Name] string versionOrAlias);

    /// <summary>
    /// At most <paramref name="count"/> bytes (up to 8 MB) of a version's file from <paramref name="offset"/> on. A version's file
    /// is always the same, so a repeat answers the same.
    /// </summary>
    /// <exception cref="PrclRequestException">The run doesn't keep that version any more.</exception>
    [Alias("Read"), ForClients]
    Task<byte[]> Read([Whole(0)] long version, [Whole(0)] long offset, [Whole(1, 8 << 20)] int count);
}
