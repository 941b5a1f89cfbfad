namespace Prcl.Silo.Hosting;

/// <summary>Who may read and write what a silo writes into its folder.</summary>
public enum DataAccess
{
    /// <summary>The silo's own user: files 0600, folders 0700.</summary>
    Owner,

    /// <summary>Its group too: files 0660, folders 0770. For silos of several users that share a folder, and for back-ups.</summary>
    Group,
}
