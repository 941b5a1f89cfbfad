using System.CommandLine;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Prcl.Silo.Hosting;
using Prcl.Silo.Startup;

namespace Prcl.Silo.Commands;

/// <summary>The storage that a command works on beside the silos, chosen by the options by which <c>serve</c> chooses it.</summary>
internal sealed class StoreChoice : IDisposable
{
    private readonly BlobSettings _blobs;
    private readonly DataAccess _access;
    private DataDirectory? _held;
    private IBlobStore? _store;

    private StoreChoice(BlobSettings blobs, DataAccess access, string folder) => (_blobs, _access, Folder) = (blobs, access, folder);

    /// <summary>The options.</summary>
    public static IEnumerable<Option> Options => [ServeOptions.DataDir, ServeOptions.Access, .. BlobOptions.All];

    /// <summary>The data folder, when it is files.</summary>
    public string Folder { get; }

    /// <summary>Reads the options. What the command makes from now on is its user's, or its group's too.</summary>
    /// <exception cref="HostException">A setting breaks its rule.</exception>
    public static StoreChoice Read(ParseResult result)
    {
        var blobs = BlobOptions.Read(result);
        blobs.Check();
        var access = SettingRules.Access(result.GetRequiredValue(ServeOptions.Access));
        FileModes.Restrict(access);
        return new StoreChoice(blobs, access, blobs.Kind == BlobKind.File ? Path.GetFullPath(result.GetRequiredValue(ServeOptions.DataDir)) : "");
    }

    /// <summary>Opens a storage that is there, whether silos use it or not.</summary>
    /// <exception cref="HostException">There is no such folder, or it is another user's.</exception>
    public IBlobStore OpenBesideSilos()
    {
        if (_blobs.Kind == BlobKind.File && !Directory.Exists(Folder))
        {
            throw new HostException($"data-dir: there is no folder '{Folder}'.");
        }

        // The locks that one user leaves in it are none that another may open.
        return _blobs.Kind == BlobKind.File && _access == DataAccess.Owner && FolderOwner.IsAnothers(Folder)
            ? throw new HostException($"data-dir: '{Folder}' belongs to another user, whose silos your files would lock out; run this as that user, or with data-access group where the silos do.")
            : _store = _blobs.Open(Folder);
    }

    /// <summary>Opens a storage that no silo uses, of files: of Azure nobody can tell; makes it where it is missing.</summary>
    /// <exception cref="HostException">A silo uses it, or it can't be made or reached.</exception>
    public async Task<IBlobStore> OpenAlone(CancellationToken cancellation)
    {
        if (_blobs.Kind == BlobKind.File)
        {
            _held = DataDirectory.Hold(Folder, isShared: false, _access);
        }

        _store = _blobs.Open(Folder);
        if (_store is AzureBlobStore azure)
        {
            await BlobStorage.Require(azure, _blobs, cancellation);
        }

        return _store;
    }

    /// <summary>Where it is, for the person.</summary>
    public string Place => _store is AzureBlobStore azure ? azure.Container.ToString() : Folder;

    /// <inheritdoc/>
    public void Dispose()
    {
        (_store as IDisposable)?.Dispose();
        _held?.Dispose();
    }
}
